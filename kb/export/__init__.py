"""Taking things away as files: answers and histories with their sources, lists as workbooks."""
