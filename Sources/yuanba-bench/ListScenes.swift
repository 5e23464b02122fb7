internal import Content
internal import Pages

/// The pages of people and lists, as a village has them.
extension PagesBench {
    var lists: [(String, [Scene])] {
        let people = (0..<16).map { number in
            PeopleDirectory.Person(
                id: "p\(number)", name: "陈某", post: "村委会委员、环境专干", duties: ["垃圾清运", "保洁员", "户厕和沼气池"], phone: "028-0000-0012",
                hours: "周三 9:00—12:00", backup: "赵某")
        }
        let guide = Guide(
            mode: .agent, conditions: ["户籍在本村，或者在本村常住并有居住证。"], materials: ["户口簿原件和复印件1份", "全家人身份证复印件", "收入证明", "银行“一卡通”账号"],
            steps: ["申请", "受理", "入户核查", "评议公示", "审批发放"].map { Guide.Step(name: $0, who: "镇便民中心", time: "10个工作日") },
            contacts: [Guide.Contact(name: "王某", post: "村代办员", phone: "028-0000-0007")], limit: "20个工作日", fee: "不收费",
            place: "村便民服务室，工作日9:00—17:00", basis: "《社会救助暂行办法》")
        let charter = Charter(
            articles: (1...13).map {
                Charter.Article(id: "a\($0)", number: "第\($0)条", chapter: "第一章 邻里", text: "有了争执先找组长，组长说不好的找村人民调解委员会。不骂人，不动手，不堵路，不断水。")
            })
        let catalogue = Catalogue(lessons: (0..<327).map { Catalogue.Lesson(id: "l\($0)", issue: "\(327 - $0)", title: "老人防诈骗：三不要一多问", minutes: 9) })
        return [
            ("directory", page("5/people", "干部分工", PeopleDirectory(people: people))), ("guide", page("4/low", "低保怎么申请", guide)),
            ("charter", page("1/rules", "村规民约", charter)), ("register", page("6/low", "低保公示", register(of: 60))),
            ("roll", page("6/all", "花名册", register(of: 200))),
            ("catalogue", page("3/lessons", "微课目录", catalogue)), ("album", page("1/autumn", "秋天的青溪坝图集", album)),
        ]
    }

    private var album: Album {
        Album(
            photos: (1...8).compactMap { number in
                ObjectID(hex: String(repeating: "\(number)", count: 64)).map {
                    Album.Photo(picture: PictureReference(object: $0, width: 1600, height: 1200, caption: "青溪和石桥，桥栏杆新修过"))
                }
            })
    }

    private func register(of count: Int) -> Register {
        let groups = ["一组", "二组", "三组", "四组", "五组", "六组", "七组", "八组"]
        return Register(
            columns: [.init("姓名", .name), .init("组"), .init("人数", .number), .init("每月金额", .number), .init("变动")],
            rows: (0..<count).map {
                Register.Row(id: "r\($0)", cells: ["张＊明", groups[$0 % 8], "\($0 % 5 + 1)", "\($0 % 9)60.00", "续保"], surname: "张")
            }, groupColumn: 1)
    }
}
