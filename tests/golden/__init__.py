"""Hand-checked truth about documents, and how a parse is compared with it."""
