package web

import (
	"context"
	"net/http"
	"strings"

	"huisheng/dashboards/status"
)

// statusLink adds the link for the customer.
func (s *site) statusLink(ctx context.Context, v *dossierView) (err error) {
	if s.StatusLink == nil {
		return nil
	}
	v.Link, err = s.StatusLink(ctx, v.Key)
	v.Local = strings.HasPrefix(v.Link, status.Path)
	return err
}

// servedBy adds who asks, and completes a link that works on this machine only by the address under which the page was asked for.
func (v *dossierView) servedBy(r *http.Request) {
	if v == nil {
		return
	}
	v.By = who(r)
	if v.Local {
		v.Link = "http://" + r.Host + v.Link
	}
}
