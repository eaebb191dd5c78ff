-- Purpose: how many texts of a month hold a word, found by reading all of them: what searching is measured against.
-- Parameter month: year×100+month
-- Parameter word: in the form of text.Fold
-- Rows: exactly one
SELECT count() FROM texts WHERE month = {month:UInt32} AND position(folded, {word:String}) > 0
SETTINGS use_skip_indexes = 0, query_plan_direct_read_from_text_index = 0, use_query_condition_cache = 0
