import Publishing
import Testing

struct NameMaskTests {
    @Test(arguments: [
        ("张某明", "张＊明"), ("欧阳某华", "欧阳＊华"), ("刘某", "刘＊"), ("欧阳某", "欧阳＊"), ("欧某", "欧＊"), ("阿依·某·木果", "阿＊果"),
        ("买买提•某", "买＊某"), ("张王某明", "张＊明"), ("诸葛某某亮", "诸葛＊亮"), (" 张 某 明 ", "张＊明"), ("张*明", "张＊明"), ("张＊明", "张＊明"),
        ("张", "张"), ("", ""), ("𬱖某明", "𬱖＊明"),
    ])
    func masks(name: String, shown: String) {
        #expect(NameMask.masked(name) == shown)
    }

    @Test func neverKeepsAWholeName() {
        for name in ["张三", "李小四", "欧阳娜娜娜", "司马相", "慕容复", "尉迟敬德"] where name.count > 1 {
            #expect(NameMask.masked(name) != name)
            #expect(NameMask.masked(name).contains("＊"))
        }
    }

    @Test func keepsPeopleInOfficeInLists() {
        #expect(NameMask.maskedList("唐某、张某明（村民）", keeping: ["唐某"]) == ("唐某、张＊明", true))
        #expect(NameMask.maskedList("唐某", keeping: ["唐某"]) == ("唐某", false))
        #expect(NameMask.maskedList("张某明 李某芳") == ("张＊明、李＊芳", true))
    }
}
