"""What must hold whatever stands in a document or a question."""
