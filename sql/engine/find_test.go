package engine

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestTheSettingComesBeforeEverythingAndIsFinal(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "libchdb.so")
	touch(t, file)
	t.Setenv(EnvLibrary, filepath.Join(dir, "of-the-environment"))
	for name, setting := range map[string]string{"file": file, "folder": dir} {
		if got, err := Find(setting); err != nil || got != file {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	var missing *LibraryError
	if _, err := Find(""); !errors.As(err, &missing) || missing.Path != filepath.Join(dir, "of-the-environment") {
		t.Errorf("the environment's file is missing, but %v", err)
	}
}

func TestNodeModulesAboveTheWorkingDirectoryAreFound(t *testing.T) {
	if platformPackage(runtime.GOOS, runtime.GOARCH) == "" {
		t.Skip("no build of libchdb for this system")
	}
	root := t.TempDir()
	deep := filepath.Join(root, "a", "b")
	file := filepath.Join(root, "node_modules", "@chdb", platformPackage(runtime.GOOS, runtime.GOARCH), "libchdb.so")
	touch(t, file)
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(deep)
	t.Setenv(EnvLibrary, "")
	got, err := Find("")
	if err != nil {
		t.Fatal(err)
	}
	if a, b := stat(t, got), stat(t, file); !os.SameFile(a, b) {
		t.Errorf("found %s instead of %s", got, file)
	}
}

func TestAMissingLibraryNamesTheCommandAndTheOrder(t *testing.T) {
	err := &LibraryError{Reason: "找不到", Searched: searchFolders("linux", "amd64")}
	for _, want := range []string{"npm install", "make setup", EnvLibrary, "@chdb/lib-linux-x64-gnu"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %s", err, want)
		}
	}
	executable, _ := os.Executable()
	executable, _ = filepath.EvalSymlinks(executable)
	if beside := err.Searched[0]; beside != filepath.Dir(executable) {
		t.Errorf("the first folder is %s", beside)
	}
	npm := slices.IndexFunc(err.Searched, func(s string) bool { return strings.Contains(s, "node_modules") })
	system := slices.Index(err.Searched, "/usr/local/lib")
	if npm < 0 || system < npm {
		t.Errorf("node_modules at %d, the system's folders at %d", npm, system)
	}
}

func TestTheSupportedSystemsHaveTheirPackages(t *testing.T) {
	for system, want := range map[string]string{
		"linux/amd64": "lib-linux-x64-gnu", "linux/arm64": "lib-linux-arm64-gnu", "darwin/amd64": "lib-darwin-x64", "darwin/arm64": "lib-darwin-arm64",
		"windows/amd64": "", "linux/riscv64": "",
	} {
		goos, goarch, _ := strings.Cut(system, "/")
		if got := platformPackage(goos, goarch); got != want {
			t.Errorf("%s: %q", system, got)
		}
		if folders := systemFolders(goos, goarch); len(folders) == 0 {
			t.Errorf("%s: no folders", system)
		}
	}
}

func TestAFileThatIsNoLibraryIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "libchdb.so")
	touch(t, file)
	_, err := Open(Config{Library: file, Dir: t.TempDir()})
	var bad *LibraryError
	if !errors.As(err, &bad) || bad.Path != file || !strings.Contains(err.Error(), "npm install") || errors.Unwrap(err) == nil {
		t.Errorf("%v", err)
	}
}

func TestALibraryOfAnotherKindIsRefused(t *testing.T) {
	matches, _ := filepath.Glob("/lib/x86_64-linux-gnu/libm.so.6")
	if len(matches) == 0 {
		t.Skip("no other library to try")
	}
	_, err := load(matches[0], "")
	var bad *LibraryError
	if !errors.As(err, &bad) || !strings.Contains(err.Error(), versionPrefix) {
		t.Errorf("%v", err)
	}
}

func touch(t *testing.T, file string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("not a library"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func stat(t *testing.T, file string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info
}
