"""What commands have in common: options, terminals, files, failures. Not a command itself."""
