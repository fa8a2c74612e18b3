"""What the project is made of: known weaknesses of packages, their licences, and secrets in files."""
