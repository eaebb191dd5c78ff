package trend

// notice is what the General Office of the State Council announced for the holidays of one year. Dates are month×100+day of that year; days
// before it are written as of the year before, with a minus sign.
type notice struct {
	year   int
	number string     // of the notice
	off    []dayRange // days off, the weekend within them included
	work   []int      // days of weekends that are worked instead, 调休上班
}

// dayRange is days off for one holiday, both ends included.
type dayRange struct {
	effect   Effect
	from, to int
}

// notices are the announced years. 2019 and 2020 are as changed within the year: four days for Labour Day 2019 (国办发明电〔2019〕3 号), and a
// Spring Festival of 2020 that lasted until 2 February (国办发明电〔2020〕1 号).
var notices = []notice{
	{2019, "国办发明电〔2018〕15 号", []dayRange{{EffectHoliday, -1230, 101}, {EffectSpringFestival, 204, 210}, {EffectHoliday, 405, 407}, {EffectHoliday, 501, 504},
		{EffectHoliday, 607, 609}, {EffectHoliday, 913, 915}, {EffectNationalDay, 1001, 1007}}, []int{-1229, 202, 203, 428, 505, 929, 1012}},
	{2020, "国办发明电〔2019〕16 号", []dayRange{{EffectHoliday, 101, 101}, {EffectSpringFestival, 124, 202}, {EffectHoliday, 404, 406}, {EffectHoliday, 501, 505},
		{EffectHoliday, 625, 627}, {EffectNationalDay, 1001, 1008}}, []int{119, 426, 509, 628, 927, 1010}},
	{2021, "国办发明电〔2020〕27 号", []dayRange{{EffectHoliday, 101, 103}, {EffectSpringFestival, 211, 217}, {EffectHoliday, 403, 405}, {EffectHoliday, 501, 505},
		{EffectHoliday, 612, 614}, {EffectHoliday, 919, 921}, {EffectNationalDay, 1001, 1007}}, []int{207, 220, 425, 508, 918, 926, 1009}},
	{2022, "国办发明电〔2021〕11 号", []dayRange{{EffectHoliday, 101, 103}, {EffectSpringFestival, 131, 206}, {EffectHoliday, 403, 405}, {EffectHoliday, 430, 504},
		{EffectHoliday, 603, 605}, {EffectHoliday, 910, 912}, {EffectNationalDay, 1001, 1007}}, []int{129, 130, 402, 424, 507, 1008, 1009}},
	{2023, "国办发明电〔2022〕16 号", []dayRange{{EffectHoliday, -1231, 102}, {EffectSpringFestival, 121, 127}, {EffectHoliday, 405, 405}, {EffectHoliday, 429, 503},
		{EffectHoliday, 622, 624}, {EffectNationalDay, 929, 1006}}, []int{128, 129, 423, 506, 625, 1007, 1008}},
	{2024, "国办发明电〔2023〕7 号", []dayRange{{EffectHoliday, 101, 101}, {EffectSpringFestival, 210, 217}, {EffectHoliday, 404, 406}, {EffectHoliday, 501, 505},
		{EffectHoliday, 610, 610}, {EffectHoliday, 915, 917}, {EffectNationalDay, 1001, 1007}}, []int{204, 218, 407, 428, 511, 914, 929, 1012}},
	{2025, "国办发明电〔2024〕12 号", []dayRange{{EffectHoliday, 101, 101}, {EffectSpringFestival, 128, 204}, {EffectHoliday, 404, 406}, {EffectHoliday, 501, 505},
		{EffectHoliday, 531, 602}, {EffectNationalDay, 1001, 1008}}, []int{126, 208, 427, 928, 1011}},
	{2026, "国办发明电〔2025〕7 号", []dayRange{{EffectHoliday, 101, 103}, {EffectSpringFestival, 215, 223}, {EffectHoliday, 404, 406}, {EffectHoliday, 501, 505},
		{EffectHoliday, 619, 621}, {EffectHoliday, 925, 927}, {EffectNationalDay, 1001, 1007}}, []int{104, 214, 228, 509, 920, 1010}},
}
