package runtime

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/config"
)

// pair writes a certificate for 127.0.0.1 and its key.
func pair(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "intake"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certificate, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{certificate: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certificate, key
}

func TestTheIntakeServesTLSAndSaysAtOnceWhenItCannot(t *testing.T) {
	quiet := slog.New(slog.DiscardHandler)
	certificate, key := pair(t)
	other, _ := pair(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]config.Intake{
		"a key of another certificate": {Certificate: other, PrivateKey: key},
		"a file that is missing":       {Certificate: certificate + ".gone", PrivateKey: key},
		"a file that is none":          {Certificate: key, PrivateKey: certificate},
	} {
		if _, err := serveIntake(&http.Server{}, listener, c, quiet); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })}
	address, err := serveIntake(server, listener, config.Intake{Certificate: certificate, PrivateKey: key}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	roots := x509.NewCertPool()
	raw, _ := os.ReadFile(certificate)
	roots.AppendCertsFromPEM(raw)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	response, err := client.Get(address)
	if err != nil || response.StatusCode != http.StatusNoContent {
		t.Fatalf("%s: %v", address, err)
	}
	response.Body.Close()
}
