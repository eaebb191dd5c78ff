package engine

import (
	"os"
	"path/filepath"
	"runtime"
)

// EnvLibrary is the environment variable that names the libchdb file.
const EnvLibrary = "HUISHENG_CLICKHOUSE_LIBRARY"

// Find gives the path of libchdb. The setting comes first and is final: a setting that points nowhere is an error, not a reason to look
// elsewhere. Then the environment variable, in the same way; then the folders beside the binary, node_modules above the working
// directory and above the binary, and the system's folders.
func Find(setting string) (string, error) {
	if setting == "" {
		setting = os.Getenv(EnvLibrary)
	}
	if setting != "" {
		return findNamed(setting)
	}
	name := libraryName(runtime.GOOS)
	if name == "" || platformPackage(runtime.GOOS, runtime.GOARCH) == "" {
		return "", &LibraryError{Reason: "内嵌的 ClickHouse 只支持 Linux 与 macOS 的 x64、arm64，本机是 " + runtime.GOOS + "/" + runtime.GOARCH + "，请改用 ClickHouse 服务器"}
	}
	var searched []string
	for _, dir := range searchFolders(runtime.GOOS, runtime.GOARCH) {
		file := filepath.Join(dir, name)
		if isFile(file) {
			return file, nil
		}
		searched = append(searched, file)
	}
	return "", &LibraryError{Reason: "找不到内嵌 ClickHouse 的动态库 " + name, Searched: searched}
}

// findNamed accepts a file, or a folder that holds the library.
func findNamed(setting string) (string, error) {
	if isFile(setting) {
		return filepath.Abs(setting)
	}
	inside := filepath.Join(setting, libraryName(runtime.GOOS))
	if isFile(inside) {
		return filepath.Abs(inside)
	}
	return "", &LibraryError{Path: setting, Reason: "指定的 libchdb 文件不存在"}
}

// searchFolders lists where the library may be, the nearest first and none twice.
func searchFolders(goos, goarch string) []string {
	var folders []string
	seen := map[string]bool{}
	add := func(dir string) {
		if !seen[dir] {
			seen[dir] = true
			folders = append(folders, dir)
		}
	}
	npm := filepath.Join("node_modules", "@chdb", platformPackage(goos, goarch))
	executable, _ := os.Executable()
	if real, err := filepath.EvalSymlinks(executable); err == nil {
		executable = real
	}
	if executable != "" {
		dir := filepath.Dir(executable)
		add(dir)
		add(filepath.Join(dir, "lib"))
	}
	if working, err := os.Getwd(); err == nil {
		forParents(working, func(dir string) { add(filepath.Join(dir, npm)) })
	}
	if executable != "" {
		forParents(filepath.Dir(executable), func(dir string) { add(filepath.Join(dir, npm)) })
	}
	for _, dir := range systemFolders(goos, goarch) {
		add(dir)
	}
	return folders
}

func systemFolders(goos, goarch string) []string {
	npm := filepath.Join("node_modules", "@chdb", platformPackage(goos, goarch))
	folders := []string{"/usr/local/lib", "/usr/lib", filepath.Join("/usr/local/lib", npm), filepath.Join("/usr/lib", npm)}
	switch {
	case goos == "darwin":
		return append(folders, "/opt/homebrew/lib", filepath.Join("/opt/homebrew/lib", npm))
	case goarch == "arm64":
		return append(folders, "/usr/lib/aarch64-linux-gnu", "/usr/lib64")
	default:
		return append(folders, "/usr/lib/x86_64-linux-gnu", "/usr/lib64")
	}
}

// forParents calls f with dir and each folder above it.
func forParents(dir string, f func(string)) {
	for {
		f(dir)
		parent := filepath.Dir(dir)
		if parent == dir {
			return
		}
		dir = parent
	}
}

// libraryName is the file's name, empty where there is no build. The npm packages call it .so on both systems.
func libraryName(goos string) string {
	switch goos {
	case "linux", "darwin":
		return "libchdb.so"
	}
	return ""
}

// platformPackage is the last part of the npm package's name, empty where there is none.
func platformPackage(goos, goarch string) string {
	switch goos + "/" + goarch {
	case "linux/amd64":
		return "lib-linux-x64-gnu"
	case "linux/arm64":
		return "lib-linux-arm64-gnu"
	case "darwin/amd64":
		return "lib-darwin-x64"
	case "darwin/arm64":
		return "lib-darwin-arm64"
	}
	return ""
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
