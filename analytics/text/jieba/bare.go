package jieba

// Bare is gojieba's own Cut over the same dictionaries, one call a text, as a program without us would use it: the reference of
// benchmarks. discover joins unknown words by the hidden Markov model, which is gojieba's default.
func (s *Segmenter) Bare(discover bool) func(text string) []string {
	return func(text string) []string {
		s.lock.RLock()
		defer s.lock.RUnlock()
		if s.current == nil {
			return nil
		}
		return s.current.jieba.Cut(text, discover)
	}
}
