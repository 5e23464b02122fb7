extension FileCheck {
    /// Says why an office file was not read, and what to do about it.
    /// - Parameters:
    ///   - program: what the clerk opens it with, `表格软件`.
    ///   - better: the suffix to save it with.
    mutating func refuse(_ failure: OfficeFailure, _ file: SourceFile, program: String, better: String) {
        switch failure {
        case .password:
            error("文件加了密码，打不开。", "请用\(program)打开，去掉密码，再保存。")
        case .oldForm:
            error("这是旧格式的文件（.\(file.suffix)），读不了。", "请用\(program)打开，点\"另存为\"，选 \(better)。")
        case .notOffice, .otherContent:
            error("不是 \(better) 文件，读不了。", "请用\(program)打开看一看，点\"另存为\"，选 \(better)。")
        case .damaged:
            error("文件坏了，打不开。", "请用\(program)打开看一看，再另存一份。")
        case .tooLarge(let limit):
            error("文件解开以后超过 \(limit / 1_048_576) MB，没有读。", "请删掉用不到的内容，或者拆成几个文件。")
        case .entities:
            error("文件里有\(program)不会写的东西，没有读。", "请用\(program)打开，另存为新的 \(better)。")
        }
    }
}
