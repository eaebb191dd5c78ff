package runtime

import (
	"context"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards/status"
	"huisheng/ingest/intake"
)

// statusGeneration is the setting that revokes status links: a link holds for the generation in which it was made.
const statusGeneration = "status link generation"

// Status is the handler of the pages that status links lead to. Both listeners serve it.
func (rt *Runtime) Status() http.Handler {
	proxies := rt.Config.Intake.Proxies()
	return status.New(status.Config{Complaints: rt.Warehouse, Links: rt.statusLinks, Log: rt.log,
		Client: func(r *http.Request) netip.Addr { return intake.ClientOf(r, proxies) }})
}

// StatusLink is the link of a complaint: an address with the setting intake.public_url, and only its path without.
func (rt *Runtime) StatusLink(ctx context.Context, k analytics.Key) (string, error) {
	links, err := rt.statusLinks(ctx)
	if err != nil {
		return "", err
	}
	return strings.TrimRight(rt.Config.Intake.PublicURL, "/") + status.Path + links.Token(k), nil
}

// RevokeStatusLinks makes every link that was given out so far lead nowhere.
func (rt *Runtime) RevokeStatusLinks(ctx context.Context) error {
	generation, err := rt.statusGeneration(ctx)
	if err != nil {
		return err
	}
	return rt.State.SetSetting(ctx, statusGeneration, strconv.FormatUint(generation+1, 10))
}

func (rt *Runtime) statusLinks(ctx context.Context) (*status.Links, error) {
	generation, err := rt.statusGeneration(ctx)
	if err != nil {
		return nil, err
	}
	return status.NewLinks(rt.keys.status, generation)
}

// statusGeneration is 1 until links are revoked.
func (rt *Runtime) statusGeneration(ctx context.Context) (uint64, error) {
	text, err := rt.State.Setting(ctx, statusGeneration)
	if err != nil || text == "" {
		return 1, err
	}
	generation, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, analytics.Wrap(analytics.KindInvalid, err, "状态库里的设置 %q 不是数字：请运行 huisheng status-link --revoke-all", statusGeneration)
	}
	return generation, nil
}
