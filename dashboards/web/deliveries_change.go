package web

import (
	"context"
	"net/http"
	"strconv"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// deliveryRoutes are the addresses of 通知 and of the links in messages.
func (s *site) deliveryRoutes(mux *http.ServeMux) {
	if s.Deliveries == nil {
		return
	}
	mux.HandleFunc("GET /deliveries", s.showDeliveries)
	mux.HandleFunc("POST /deliveries/recipients", s.addRecipient)
	mux.HandleFunc("POST /deliveries/recipients/{number}/test", s.testRecipient)
	mux.HandleFunc("POST /deliveries/recipients/{number}/remove", s.changeDelivery(func(ctx context.Context, n uint64) error { return s.Deliveries.RemoveRecipient(ctx, n) }, "recipient_removed"))
	mux.HandleFunc("GET /deliveries/rule", s.showRule) // a new one, or one that there is
	mux.HandleFunc("POST /deliveries/rule", s.saveRule)
	mux.HandleFunc("POST /deliveries/rules/{number}/switch", s.changeDelivery(s.switchRule, "rule_switched"))
	mux.HandleFunc("POST /deliveries/rules/{number}/remove", s.changeDelivery(func(ctx context.Context, n uint64) error { return s.Deliveries.RemoveDeliveryRule(ctx, n) }, "rule_removed"))
	mux.HandleFunc("POST /deliveries/notices/{number}/retry", s.changeDelivery(func(ctx context.Context, n uint64) error { return s.Deliveries.RetryNotice(ctx, n) }, "notice_retried"))
	mux.HandleFunc("GET /d/{token}", s.openNotice)
	mux.HandleFunc("POST /d/{token}", s.confirmNotice)
}

// addRecipient keeps a recipient. One that was typed wrong is asked for once more.
func (s *site) addRecipient(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	by := signer(w, r)
	form := r.PostForm
	err := s.Deliveries.AddRecipient(r.Context(), form.Get("name"), form.Get("channel"), form.Get("address"), form.Get("secret"), by)
	if refusable(err) {
		s.showDeliveriesPage(w, r, http.StatusUnprocessableEntity, dashboards.Sentence(err), entered{form.Get("name"), form.Get("channel")})
		return
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.after(w, r, "/deliveries", "recipient_added", -1)
}

// testRecipient sends a test and says what became of it.
func (s *site) testRecipient(w http.ResponseWriter, r *http.Request) {
	number, err := strconv.ParseUint(r.PathValue("number"), 10, 63)
	if err != nil {
		s.notFound(w, r)
		return
	}
	n, err := s.Deliveries.TestRecipient(r.Context(), number, signer(w, r))
	switch {
	case refusable(err):
		s.showDeliveriesPage(w, r, http.StatusConflict, dashboards.Sentence(err), entered{})
	case err != nil:
		s.problem(w, r, err)
	case n.State != analytics.NoticeSent:
		s.showDeliveriesPage(w, r, http.StatusOK, "测试没有发出。"+n.Trouble, entered{})
	default:
		s.after(w, r, "/deliveries", "test_sent", -1)
	}
}

// changeDelivery answers a button that does one thing to what its address names, and leads back to the page.
func (s *site) changeDelivery(change func(context.Context, uint64) error, notice string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		number, err := strconv.ParseUint(r.PathValue("number"), 10, 63)
		if err != nil {
			s.notFound(w, r)
			return
		}
		err = change(r.Context(), number)
		if refusable(err) {
			s.showDeliveriesPage(w, r, http.StatusConflict, dashboards.Sentence(err), entered{})
			return
		}
		if err != nil {
			s.problem(w, r, err)
			return
		}
		s.after(w, r, "/deliveries", notice, -1)
	}
}

// switchRule turns a rule off, or on again.
func (s *site) switchRule(ctx context.Context, number uint64) error {
	rules, err := s.Deliveries.DeliveryRules(ctx)
	if err != nil {
		return err
	}
	for _, rule := range rules {
		if rule.Number == number {
			rule.Off = !rule.Off
			return s.Deliveries.SaveDeliveryRule(ctx, rule)
		}
	}
	return &analytics.Error{Kind: analytics.KindMissing, Text: "没有这条规则，可能已被删除"}
}

// signer is who sends a form: as typed there, else as this browser remembers, else the page.
func signer(w http.ResponseWriter, r *http.Request) string {
	if name := typed(r, "by"); name != "" {
		signs(w, name)
		return name
	}
	if name := who(r); name != "" {
		return name
	}
	return by
}
