package jieba

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/yanyiwu/gojieba"

	"huisheng/analytics"
)

// Files are the dictionary files that gojieba reads.
type Files struct {
	Words  string // words, their frequency and part of speech
	Model  string // the hidden Markov model for words that no list knows
	Rarity string // inverse document frequency of words
	Stop   string // gojieba's own stop words; it wants the file, we do not use it
}

// names are gojieba's own file names, in the order of Files.
var names = []string{"jieba.dict.utf8", "hmm_model.utf8", "idf.utf8", "stop_words.utf8"}

// Find looks for the dictionary files: in the folder that is set, else in dict/ beside the program, else in the module cache of the
// machine that built the program. A folder that is set and incomplete is an error; it is never passed over.
func Find(setting string) (Files, error) {
	if setting != "" {
		files, missing := in(setting)
		if missing != "" {
			return Files{}, analytics.Invalid("dictionaries", "分词词典目录 %s 里没有 %s：请把 gojieba 的 dict 目录（%s）整个放到那里，或清空这一设置", setting, missing, strings.Join(names, "、"))
		}
		return files, nil
	}
	var looked []string
	for _, folder := range folders() {
		files, missing := in(folder)
		if missing == "" {
			return files, nil
		}
		looked = append(looked, folder)
	}
	return Files{}, &analytics.Error{Kind: analytics.KindMissing, Field: "dictionaries",
		Text: "找不到分词词典（已找过：" + strings.Join(looked, "、") + "）：请把 gojieba 的 dict 目录放到程序旁边的 dict/ 下，或设置词典目录"}
}

// folders are where dictionaries are looked for when none is set.
func folders() []string {
	var out []string
	if program, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(program); err == nil {
			program = real
		}
		out = append(out, filepath.Join(filepath.Dir(program), "dict"))
	}
	return append(out, filepath.FromSlash(gojieba.DICT_DIR))
}

// in returns the files in a folder, and the first that is missing, empty or no file.
func in(folder string) (Files, string) {
	paths := make([]string, len(names))
	for i, name := range names {
		paths[i] = filepath.Join(folder, name)
		if info, err := os.Stat(paths[i]); err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
			return Files{}, name
		}
	}
	return Files{Words: paths[0], Model: paths[1], Rarity: paths[2], Stop: paths[3]}, ""
}
