"""What a library keeps: its database, the words of its passages, its lock and how older forms are brought up."""
