package intake

import (
	"net/http"
	"net/netip"
)

// ClientOf is the address that a request comes from, for pages that are served beside the intake. trusted are the proxies whose
// X-Forwarded-For is believed.
func ClientOf(r *http.Request, trusted []netip.Prefix) netip.Addr { return clientOf(r, trusted) }
