"""The data desk: from what an importer hands over to a published release, each step checked and logged."""
