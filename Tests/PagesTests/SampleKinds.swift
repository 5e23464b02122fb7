import Content

/// The pages of people and lists, in the words of the reference pictures.
enum SampleKinds {
    private static func person(
        _ id: String, _ name: String, _ post: String, _ duties: [String], _ phone: String?, _ hours: String? = nil, group: String? = nil,
        backup: String? = nil, guides: [PeopleDirectory.GuideLink] = []
    ) -> PeopleDirectory.Person {
        PeopleDirectory.Person(
            id: id, name: name, post: post, duties: duties, phone: phone, hours: hours, group: group, backup: backup, guides: guides)
    }

    static let directory = Page(
        envelope: SampleVillage.envelope("5/officials", "干部分工", published: "2026-09-01"),
        body: PeopleDirectory(people: [
                person(
                    "p1", "陈某", "村党支部书记、村委会主任", ["全面工作", "财务审批", "信访接待"], "028-0000-0004", "周一、周四 9:00—12:00", backup: "唐某"),
                person("p2", "唐某", "文书、报账员", ["财务公开", "合同台账", "烘干房排号"], "028-0000-0005", "工作日 9:00—17:00", backup: "周某"),
                person("p3", "罗某", "村委会副主任、民兵连长", ["森林防火", "防汛", "水渠和山坪塘"], "028-0000-0006", "周二、周五 9:00—17:00"),
                person("p4", "周某", "村委会委员、妇女主任", ["医保社保", "老人和妇女儿童", "文化活动"], "028-0000-0007", "工作日 9:00—17:00"),
                person(
                    "p5", "王某", "村代办员", ["低保、高龄津贴、残疾人补贴代办", "证明"], "028-0000-0007", "工作日 9:00—17:00", backup: "周某",
                    guides: [
                        .init(page: SampleVillage.page("4/guides"), title: "低保怎么申请"), .init(page: SampleVillage.page("4/old"), title: "80岁高龄津贴怎么领"),
                    ]),
                person("p6", "何某", "村委会委员、环境专干", ["垃圾清运", "保洁员", "户厕"], nil, "周三 9:00—12:00", backup: "镇环保站"),
                person("p7", "杨某", "一组组长", ["组务", "调解", "送水送药"], "028-0000-0021", group: "一组"),
                person("p8", "刘某", "二组组长", ["组务", "调解", "鱼塘"], "028-0000-0022", group: "二组"),
            ]))

    static let guide = Page(
        envelope: SampleVillage.envelope("4/guides", "低保怎么申请", published: "2026-09-01"),
        body: Guide(
                mode: .agent,
                conditions: ["户籍在本村，或者在本村常住并有居住证。", "共同生活的家庭成员，人均收入低于当地低保标准。", "家庭财产符合当地规定。车、房、存款按县民政局公布的标准核对。"],
                materials: ["户口簿原件和复印件1份", "全家人身份证复印件", "收入证明，或务工单位电话", "银行“一卡通”账号"],
                steps: [
                    .init(name: "申请", who: "本人或代办员", time: "当天"), .init(name: "受理", who: "镇便民中心", place: "一楼3号窗口", time: "1个工作日"),
                    .init(name: "入户核查", who: "镇民政办", time: "10个工作日"), .init(name: "评议公示", who: "村民代表会", time: "7个工作日"),
                    .init(name: "审批发放", who: "县民政局", time: "2个工作日"),
                ], contacts: [.init(name: "王某", post: "村代办员", phone: "028-0000-0007")], limit: "20个工作日", fee: "不收费",
                place: "村便民服务室，工作日9:00—17:00", phone: "028-0000-0007", basis: "《社会救助暂行办法》"))

    static let charter = Page(
        envelope: SampleVillage.envelope("1/charter", "青溪坝村村规民约", published: "2024-03-01"),
        body: Charter(
                preamble: ["为了把村里的事办好，让家家户户过得顺心，经村民会议讨论，定下这些规矩。"],
                articles: [
                    .init(id: "a1", number: "第一条", chapter: "第一章 邻里", text: "邻里互相帮忙，红白事、农忙、生病搭把手。"),
                    .init(
                        id: "a2", number: "第二条", chapter: "第一章 邻里",
                        text: "有了争执先找组长，组长说不好的找村人民调解委员会。不骂人，不动手，不堵路，不断水。\n两边都不服的，村里陪着去镇上，费用由村集体出。调解的结果写下来，双方签字，各拿一份。"
                            + "以后谁再为同一件事闹，先把这张纸拿出来看。\n调解员不收礼，不吃请；收了的，退回去，并在红榜上写明。"),
                    .init(id: "a3", number: "第三条", chapter: "第二章 环境", text: "垃圾分干湿，倒进桶里。房前屋后自己扫，公共地方轮着扫。"),
                    .init(id: "a4", number: "第四条", chapter: "第二章 环境", text: "不在山上和林边烧东西。十一月到第二年四月进山不带火。"),
                    .init(id: "a5", number: "第五条", chapter: "第三章 风气", text: "红事白事从简，一桌不超过三百元，礼金不超过一百元。"),
                ], effective: SampleVillage.day("2024-03-01"), filed: "桐林镇人民政府"))

    static let register = Page(
        envelope: SampleVillage.envelope("6/2026-q4", "低保公示", period: "2026-Q4", published: "2026-11-20", until: "2026-12-12"),
        body: Register(
                columns: [.init("姓名", .name), .init("组"), .init("人数", .number), .init("每月金额", .number), .init("变动"), .init("备注")],
                rows: [
                    .init(id: "r1", cells: ["张＊明", "二组", "2", "860.00", "新增", "家里有两个学生，主要劳动力去年冬天摔伤"], surname: "张"),
                    .init(id: "r2", cells: ["欧阳＊华", "五组", "1", "520.00", "续保", ""], surname: "欧阳"),
                    .init(id: "r3", cells: ["刘＊", "一组", "3", "1,050.00", "续保", ""], surname: "刘"),
                    .init(id: "r4", cells: ["何＊秀", "八组", "1", "520.00", "续保", ""], surname: "何"),
                    .init(id: "r5", cells: ["唐＊国", "二组", "2", "740.00", "减少1人", ""], surname: "唐"),
                    .init(id: "r6", cells: ["李＊芳", "三组", "1", "520.00", "续保", ""], surname: "李"),
                    .init(id: "r7", cells: ["周＊", "六组", "2", "690.00", "续保", ""], surname: "周"),
                    .init(id: "r8", cells: ["罗＊平", "四组", "4", "1,320.00", "新增", ""], surname: "罗"),
                    .init(id: "r9", cells: ["谢＊珍", "七组", "1", "520.00", "续保", ""], surname: "谢"),
                ], groupColumn: 1, basis: "《最低生活保障审核确认办法》"))

    static let catalogue = Page(
        envelope: SampleVillage.envelope("3/lessons", "微课目录", published: "2026-11-16"),
        body: Catalogue(lessons: [
                .init(id: "l327", issue: "327", title: "秸秆还田怎么做", minutes: 12, link: "https://tonglin.example/weike/327"),
                .init(id: "l326", issue: "326", title: "老人防诈骗：三不要一多问", minutes: 9, link: "https://tonglin.example/weike/326"),
                .init(id: "l325", issue: "325", title: "医保缴费手机操作", minutes: 8), .init(id: "l324", issue: "324", title: "核桃树冬季修剪"),
            ]))

    static let album = Page(
        envelope: SampleVillage.envelope("1/album", "文化广场图集", published: "2026-10-18"),
        body: Album(photos: [
                photo(0xA1, 1600, 1200, "广场正面，地面铺的是透水砖", "2026-10-18"), photo(0xA2, 1600, 900, "戏台", "2026-10-18"),
                photo(0xA3, 900, 1200, "进村的路口", nil), photo(0xA4, 1600, 1200, "青溪和石桥", "2026-10-12"), photo(0xD00D, 1600, 1200, "坏了的一张", nil),
            ]))

    private static func photo(_ object: Int, _ width: Int, _ height: Int, _ caption: String, _ day: String?) -> Album.Photo {
        Album.Photo(
            picture: PictureReference(object: SampleVillage.object(object), width: width, height: height, caption: caption),
            date: day.map(SampleVillage.day))
    }

    static let pages = [directory, guide, charter, register, catalogue, album]
}
