-- Purpose: the differences in the books that were looked into.
-- Rows: one per fault
SELECT fault, reason, explained_by, explained_at FROM books_explained ORDER BY fault
