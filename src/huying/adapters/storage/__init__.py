"""Files that people gave, outside the database and outside the web root."""
