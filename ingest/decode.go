package ingest

import "huisheng/analytics"

// DecodeComplaint reads and judges a complaint.v1 message. What it refuses is an *analytics.Error of kind invalid that names the
// field and says in a sentence what is wrong. The record shares no memory with data.
func (c *Codec) DecodeComplaint(data []byte, r *analytics.Complaint) error {
	if err := ParseComplaint(data, r); err != nil {
		return err
	}
	return checkComplaint(r, true)
}

// DecodeEvent reads and judges an event.v1 message.
func (c *Codec) DecodeEvent(data []byte, r *analytics.Event) error {
	if err := ParseEvent(data, r); err != nil {
		return err
	}
	return checkEvent(r, true)
}

// DecodeExposure reads and judges an exposure.v1 message.
func (c *Codec) DecodeExposure(data []byte, r *analytics.Exposure) error {
	if err := ParseExposure(data, r); err != nil {
		return err
	}
	return checkExposure(r, true)
}

// DecodeRejected reads and judges a rejected.v1 message.
func (c *Codec) DecodeRejected(data []byte, r *analytics.Rejected) error {
	if err := ParseRejected(data, r); err != nil {
		return err
	}
	return checkRejected(r, true)
}
