package importer

func (w *walker) parquet(p part) bool { return false }
