package jieba

import (
	"bufio"
	_ "embed"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
)

// own holds the words of complaints that the general dictionary cuts apart.
//
//go:embed words.txt
var own string

// userWords joins our own words with those of the company's files, in the form that gojieba reads: a word, optionally its frequency, and
// optionally its part of speech, one a line. In files # starts a comment.
func userWords(files []string) ([]string, error) {
	lines, err := readWords("words.txt", own, nil)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, analytics.Wrap(analytics.KindInvalid, err, "读不到用户词典 %s，请检查设置里的路径", file)
		}
		if lines, err = readWords(file, string(content), lines); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

func readWords(name, content string, into []string) ([]string, error) {
	if !utf8.ValidString(content) || strings.ContainsRune(content, 0) {
		return nil, analytics.Invalid("words", "用户词典 %s 不是 UTF-8 文本，请转换编码后再用", name)
	}
	lines := bufio.NewScanner(strings.NewReader(strings.TrimPrefix(content, "\ufeff")))
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		fields := strings.Fields(strings.ToLower(line)) // texts are in lower case when they are cut
		if len(fields) == 0 {
			continue
		}
		if err := checkWord(fields); err != nil {
			return nil, analytics.Invalid("words", "用户词典 %s 第 %d 行“%s”：%s", name, n, strings.TrimSpace(lines.Text()), err)
		}
		if len(fields) == 2 && isNumber(fields[1]) {
			fields = append(fields, "x") // gojieba takes the second of two columns as a part of speech
		}
		into = append(into, strings.Join(fields, " "))
	}
	return into, lines.Err()
}

func checkWord(fields []string) error {
	if utf8.RuneCountInString(fields[0]) > 32 {
		return fmt.Errorf("词太长（最多 32 个字）")
	}
	if len(fields) > 3 {
		return fmt.Errorf("一行只能有词、词频、词性三栏")
	}
	if len(fields) == 3 && !isNumber(fields[1]) {
		return fmt.Errorf("第二栏应是词频")
	}
	return nil
}

func isNumber(s string) bool {
	_, err := strconv.ParseUint(s, 10, 31)
	return err == nil
}

// writeTemporary puts the words into a file, as gojieba only reads files. The caller removes it.
func writeTemporary(lines []string) (string, error) {
	file, err := os.CreateTemp("", "huisheng-words-*.txt")
	if err != nil {
		return "", fmt.Errorf("creating the user dictionary: %w", err)
	}
	_, err = file.WriteString(strings.Join(lines, "\n") + "\n")
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		_ = os.Remove(file.Name())
		return "", fmt.Errorf("writing the user dictionary: %w", err)
	}
	return file.Name(), nil
}
