"""What people read: messages in two languages, numbers, dates, plurals and sentences. Pure but for the catalogues."""
