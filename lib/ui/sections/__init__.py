"""The blocks of each page, one module a page; a page script only lists them."""
