"""Index generations on disk and the Store seam through which everything else reads one."""
