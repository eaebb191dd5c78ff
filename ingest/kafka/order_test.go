package kafka

import (
	"slices"
	"testing"

	"huisheng/ingest"
)

func TestWhatFollowsAFailedMessageOfItsKeyIsSentAgainAfterIt(t *testing.T) {
	var messages []ingest.Message
	for _, key := range []string{"a", "b", "a", "c", "b", "a"} {
		messages = append(messages, ingest.Message{Key: []byte(key)})
	}
	if got := withFollowers(messages, []int{0, 1, 2, 3, 4, 5}, []int{2, 3}); !slices.Equal(got, []int{2, 3, 5}) {
		t.Errorf("%v", got)
	}
	if got := withFollowers(messages, []int{2, 3, 5}, []int{5}); !slices.Equal(got, []int{5}) {
		t.Errorf("%v", got)
	}
	if got := withFollowers(messages, []int{2, 3, 5}, []int{2}); !slices.Equal(got, []int{2, 5}) {
		t.Errorf("%v", got)
	}
}
