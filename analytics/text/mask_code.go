package text

import "strings"

// vehicleWords stand before a vehicle identification number.
var vehicleWords = []string{"车架号", "车架", "vin", "vin码", "vin号", "识别代号", "识别代码", "识别码", "底盘号", "大架号", "车架号码"}

// vehicleAt finds a vehicle identification number (GB 16735): 17 letters and digits without I, O and Q whose ninth is the check digit, or
// which the words before name. It is masked because registers lead from it to the owner; its mark still tells repeats of one car.
func vehicleAt(f []rune, i int) (personal, bool) {
	end, lettersSeen, digits := i, 0, 0
	for ; end < len(f) && end-i <= 17; end++ {
		r := f[end] &^ 0x20
		switch {
		case asciiDigit(f[end]):
			digits++
		case asciiLetter(f[end]) && r != 'I' && r != 'O' && r != 'Q':
			lettersSeen++
		default:
			if asciiLetter(f[end]) {
				return personal{}, false
			}
			goto ended
		}
	}
ended:
	if end-i != 17 || lettersSeen < 2 || digits < 4 {
		return personal{}, false
	}
	value := strings.ToUpper(string(f[i:end]))
	// One number of an order in eleven has the check digit by chance; those of vehicles have letters for maker, model and plant.
	if !endsClosely(f, i, vehicleWords) && (lettersSeen < 4 || value[0] == '0' || !vehicleCheck(value) || isOrder(f, i)) {
		return personal{}, false
	}
	return personal{kindVehicle, i, end, value}, true
}

// vehicleCheck reports whether the ninth character fits: letters have values, places weights, and the sum leaves it modulo 11.
func vehicleCheck(s string) bool {
	const values = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ"
	weights := [17]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}
	sum := 0
	for i, w := range weights {
		sum += strings.IndexByte(values, s[i]) % 10 * w
	}
	return s[8] == "0123456789X"[sum%11]
}

// account is a kind of code that only the words before it tell.
type account struct {
	kind  kind
	words []string
	fits  func(code []rune, close bool) bool
}

var accounts = []account{
	{kindWeChat, []string{"微信", "微信号", "微信号码", "薇信", "威信", "维信", "vx", "wx", "v信", "加v", "加微", "加我", "加我v", "wechat", "weixin", "微信id", "v", "徽信", "微xin"}, isWeChat},
	{kindQQ, []string{"qq", "qq号", "qq号码", "扣扣", "扣扣号", "企鹅号", "球球", "q q", "加q", "q号", "qq 号"}, isQQ},
	{kindDocument, []string{"护照", "护照号", "护照号码", "通行证", "通行证号", "通行证号码", "台胞证", "台胞证号", "台胞证号码", "回乡证", "回乡证号", "回乡证号码", "军官证", "军官证号", "居住证", "居住证号", "居留证", "旅行证", "士兵证", "passport"}, isDocument},
}

// accountAt finds a code that begins at i and belongs to the words before it: a WeChat or QQ account, a passport.
func accountAt(f []rune, i int) (personal, bool) {
	end := i
	for end < len(f) && (asciiDigit(f[end]) || asciiLetter(f[end]) || f[end] == '_' || f[end] == '-') {
		end++
	}
	for end > i && (f[end-1] == '-' || f[end-1] == '_') {
		end--
	}
	if end-i < 5 || end-i > 24 {
		return personal{}, false
	}
	code := f[i:end]
	if strings.HasPrefix(strings.ToLower(string(code[:5])), "wxid_") && end-i > 8 {
		return personal{kindWeChat, i, end, strings.ToLower(string(code))}, true
	}
	if bare := strings.TrimLeft(strings.ToLower(string(code)), "abcdefghijklmnopqrstuvwxyz"); isMobile(bare) && bare != string(code) {
		return personal{}, false // wx13800138000: the number is a mobile number
	}
	label := behindLabel(f, i)
	for _, a := range accounts {
		if !hasEnding(f, label, a.words) {
			continue
		}
		if label > 1 && asciiLetter(f[label-1]) && longerWord(f, label, a.words) || !a.fits(code, label < i) || isMobile(string(code)) || end < len(f) && f[end] == '@' {
			continue
		}
		return personal{a.kind, i, end, strings.ToLower(string(code))}, true
	}
	return joinedAccount(f, i, end)
}

// joinedAccount: QQ396276755, VX12345678. Models such as QQ3 have fewer digits.
func joinedAccount(f []rune, i, end int) (personal, bool) {
	digits := i
	for digits < end && asciiLetter(f[digits]) {
		digits++
	}
	k := kindNone
	switch strings.ToLower(string(f[i:digits])) {
	case "qq", "q":
		k = kindQQ
	case "vx", "wx":
		k = kindWeChat
	}
	if k == kindNone || end-digits < 6 || !isQQ(f[digits:end], true) {
		return personal{}, false
	}
	return personal{k, digits, end, string(f[digits:end])}, true
}

// longerWord: the Latin word before position i is not one of the words but ends with one: DEV for v.
func longerWord(f []rune, i int, words []string) bool {
	start := i
	for start > 0 && asciiLetter(f[start-1]) {
		start--
	}
	word := strings.ToLower(string(f[start:i]))
	for _, w := range words {
		if w == word || strings.HasSuffix(w, word) {
			return false
		}
	}
	return true
}

// programs and devices that people name behind 微信.
var programs = []string{"iphone", "ios", "android", "windows", "harmony", "http", "app", "redmi", "huawei", "xiaomi", "mac", "web", "version", "v8", "v7"}

// isWeChat: a letter first, then 5 to 19 letters, digits, _ or -; joined to the word before it, it must not be a plain word.
func isWeChat(code []rune, apart bool) bool {
	if len(code) < 6 || len(code) > 20 {
		return false
	}
	s := strings.ToLower(string(code))
	for _, p := range programs {
		if rest, ok := strings.CutPrefix(s, p); ok && (rest == "" || !asciiLetter(rune(rest[0]))) {
			return false
		}
	}
	if !asciiLetter(code[0]) {
		return isQQ(code, apart)
	}
	return apart || strings.ContainsAny(s, "0123456789_-")
}

func isQQ(code []rune, _ bool) bool {
	for _, r := range code {
		if !asciiDigit(r) {
			return false
		}
	}
	return code[0] != '0' && len(code) <= 11
}

// isDocument: up to two letters and seven to nine digits.
func isDocument(code []rune, _ bool) bool {
	n := 0
	for n < len(code) && asciiLetter(code[n]) {
		n++
	}
	for _, r := range code[n:] {
		if !asciiDigit(r) {
			return false
		}
	}
	return n <= 2 && len(code)-n >= 7 && len(code)-n <= 10
}
