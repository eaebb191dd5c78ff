package planted

import "fmt"

// put writes the value of a slot.
func (f *filler) put(slot string) {
	switch slot {
	case "mobile":
		f.personal("手机", f.mobile())
	case "landline":
		f.personal("电话", f.landline())
	case "identity":
		f.personal("身份证", f.identity())
	case "card":
		f.personal("银行卡", f.card())
	case "plate":
		f.personal("车牌", f.plate())
	case "vin":
		f.personal("车架号", f.vin())
	case "mail":
		f.personal("邮箱", f.mail())
	case "wechat":
		f.personal("微信", f.wechat())
	case "qq":
		f.personal("QQ", f.digits(6+f.rng.IntN(5)))
	case "document":
		f.personal("证件", f.document())
	case "name":
		f.personal("姓名", f.shared("surname")+f.value("given"))
	case "surname":
		f.personal("姓名", f.shared("surname"))
	case "nick":
		f.personal("姓名", f.one("小", "小", "老")+f.nickable())
	case "address", "unit", "group":
		f.personal("地址", f.place(slot))
	default:
		f.out.WriteString(f.ordinary(slot))
	}
}

// nickable is a surname of one character: nobody says 小欧阳.
func (f *filler) nickable() string {
	for {
		if s := f.shared("surname"); len(s) == 3 {
			return s
		}
	}
}

// ordinary is a value that must stay.
func (f *filler) ordinary(slot string) string {
	switch slot {
	case "order":
		return f.one("20240", "20231", "E", "DD", "1688-") + f.digits(9+f.rng.IntN(8))
	case "courier":
		return f.one("SF", "YT", "JDVA", "7", "43") + f.digits(12)
	case "invoice":
		return f.digits(8)
	case "contract":
		return f.one("HT-2024-", "PL", "(2024)字第", "BX") + f.digits(6+f.rng.IntN(10))
	case "batch":
		return f.one("B", "", "L") + "2024" + f.digits(4)
	case "barcode":
		return "69" + f.digits(11)
	case "serial":
		return f.one("SN", "C02", "F9") + f.digits(9)
	case "imei":
		return "86" + f.digits(13)
	case "price":
		return f.one(f.digits(2), f.digits(4), f.digits(3)+".50", f.digits(5), f.digits(2)+","+f.digits(3))
	case "mileage", "meter":
		return f.digits(4 + f.rng.IntN(3))
	case "date":
		m, d := 1+f.rng.IntN(12), 1+f.rng.IntN(28)
		return f.one(fmt.Sprintf("2024年%d月%d日", m, d), fmt.Sprintf("2024-%02d-%02d", m, d), fmt.Sprintf("%d月%d号", m, d), fmt.Sprintf("2024%02d%02d", m, d),
			fmt.Sprintf("2024/%d/%d", m, d), fmt.Sprintf("%d.%d", m, d))
	case "time":
		return f.one("", " ") + fmt.Sprintf("%02d:%02d", f.rng.IntN(24), f.rng.IntN(60)) + f.one("", fmt.Sprintf(":%02d", f.rng.IntN(60)))
	case "flight":
		return f.one("CA", "MU", "3U", "HU") + f.digits(4)
	case "train":
		return f.one("G", "D", "K") + f.digits(3)
	case "tail", "postcode":
		return f.digits(map[string]int{"tail": 4, "postcode": 6}[slot])
	case "ticket":
		return "784-" + f.digits(10)
	case "spec":
		return f.one("5000mAh", "8GB+256GB", "1920*1080", "2.0T 220马力", "100kWh", "12V 60Ah", "3840x2160 120Hz", "i7-13700H")
	case "credit":
		return "91440300MA5" + f.one("F1A", "GX2", "D8Q") + f.digits(3) + "X"
	case "version":
		return f.one("8.0.44", "V2.3.10.1205", "3.15.0", "HarmonyOS 4.0.0.138")
	case "ip":
		return fmt.Sprintf("192.168.%d.%d", f.rng.IntN(256), 100+f.rng.IntN(100))
	}
	return f.value(slot)
}
