import LinuxIO
import Publishing
import Trust

private func time(_ arguments: Arguments) throws -> UnixTime {
    UnixTime(seconds: Int64(try instant(arguments).secondsSinceEpoch))
}

private let nowOption = Command.Option("now", "TIME", "as of this time instead of the clock's, as 2026-11-22T11:20:00Z")
let keysOption = Command.Option("keys", "DIR", "keys made by yuanba keys new")

/// For keys that only a device can use.
private let deviceOptions = [
    Command.Option("device", "COMMAND", "the key is in a device: what signs with it, run by sh with the bytes to be signed on standard input"),
    Command.Option("public", "FILE", "with --device: the key's public half in PEM"),
]

private let deviceDetails = """
        A key in a smart card or a security module: COMMAND writes the bare signature to standard output, 64 bytes for Ed25519, DER for ECDSA on P-256,
        PSS with SHA-256 for RSA, and may ask the terminal for a PIN. It is tried once before anything is written.
        """

/// The device that `--device` and `--public` name; nil without them.
private func device(_ arguments: Arguments) throws -> CommandSigner? {
    guard let command = arguments.value("device") else {
        if arguments.has("public") { throw UsageError("--public goes with --device") }
        return nil
    }
    guard let file = arguments.value("public") else { throw UsageError("--device needs --public FILE") }
    do {
        return CommandSigner(command: command, publicKey: try PublicKey(pem: File.read(file, limit: 16_384)))
    } catch let error as SystemError {
        throw Failure("\(file) 读不了：\(error.errno)。", status: 2)
    } catch {
        throw Failure("\(file) 不是能用的公钥。要 PEM 格式，Ed25519、ECDSA P-256 或 2048 位以上的 RSA。", status: 2)
    }
}

/// Runs `body` with what goes wrong as words for the operator; nothing was changed then.
func refusing<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as RepositoryError {
        throw Failure(String(describing: error), status: 2)
    }
}

/// One directory per role, so that each can be kept on a medium of its own.
let keysNewCommand = Command(
    "keys new", "make the keys of a new repository", operands: "DIR", count: 1...1,
    options: [.init("now", "TIME", "make the first root valid from this time instead of the clock's"), protectOption, passphraseOption],
    details: """
        Writes DIR/root/1…3 (two of them sign; keep them offline, with different people), DIR/targets, snapshot, timestamp, emergency, and DIR/root.json,
        which every box is given as its anchor. Keys that are there already are never overwritten. A village's key is made when it is first
        published; a village that signs for itself makes its own with keys village.
        example: yuanba keys new keys --protect
        """
) { arguments in
    try refusing {
        let book = try passphrases(arguments, makesKeys: true)
        _ = try KeyDirectory.new(arguments.operands[0], now: try time(arguments), passphrases: book)
    }
    print("密钥已写入 \(arguments.operands[0])。请把其中的 root 文件夹存到别处，不要联网；root.json 交给每台机顶盒。")
    return 0
}

let keysVillageCommand = Command(
    "keys village", "make a village's own key, on the village's computer", operands: "CODE DIR", count: 2...2,
    options: [protectOption, passphraseOption] + deviceOptions,
    details: """
        Writes DIR/villages/CODE/key.pem, which stays in the village, and DIR/villages/CODE/public.json, which is handed to the township.
        A lost key: make another one in a new DIR and hand that over.
        \(deviceDetails)
        example: yuanba keys village 999999 村密钥
        example: yuanba keys village 999999 村密钥 --public card.pem --device 'pkcs11-tool --sign --mechanism EDDSA --id 01'
        """
) { arguments in
    let made = try refusing {
        let book = try passphrases(arguments, makesKeys: true)
        return try KeyDirectory.newVillage(arguments.operands[0], at: arguments.operands[1], passphrases: book, device: device(arguments))
    }
    print("村 \(made.key.code) 的密钥已写入 \(arguments.operands[1])。\(made.file) 交给镇上，并打电话告诉镇上核对码：\(made.key.fingerprint)。")
    return 0
}

let keysTrustCommand = Command(
    "keys trust", "believe a village's key from the next release on: a new village, or a new key", operands: "FILE", count: 1...1,
    options: [keysOption],
    details: """
        FILE is the public.json that the village handed over. Compare the fingerprint with what the village says on the telephone.
        With the next yuanba release that has something signed with the key, boxes accept it, and no longer the former one.
        example: yuanba keys trust public.json --keys keys
        """
) { arguments in
    try refusing {
        let keys = try KeyDirectory(opening: try arguments.required("keys"))
        let key = try VillageKey(file: arguments.operands[0])
        let former = try keys.trust(key)
        print("村 \(key.code) 的密钥已登记，核对码：\(key.fingerprint)。请打电话和村里核对，一致才能发布。")
        if let former { print("原来的密钥（\(former)）在下次发布以后作废。登记错了的话，用原来的 public.json 再登记一次。") }
    }
    return 0
}

let keysRemoveCommand = Command(
    "keys remove", "end a village: merged into another, or gone", operands: "CODE", count: 1...1, options: [keysOption],
    details: """
        With the next yuanba release nothing of the village is offered any more. Its boxes keep what they show, say that the repository has nothing for
        them, and are set to the new village's code by the installer. yuanba keys trust with the file that is printed takes it back.
        example: yuanba keys remove 999998 --keys keys
        """
) { arguments in
    try refusing {
        let keys = try KeyDirectory(opening: try arguments.required("keys"))
        let file = try keys.remove(village: arguments.operands[0])
        print("村 \(arguments.operands[0]) 下次发布时撤下。它的机顶盒还显示原来的内容，请把设置里的 village 改成新村的代码。")
        print("撤错了的话，运行 yuanba keys trust \(file) --keys \(keys.path)。")
    }
    return 0
}

let keysRotateCommand = Command(
    "keys rotate", "replace keys that are lost or stolen, or renew the root", operands: "[ROLE…]", count: 0...8,
    options: [
        keysOption, nowOption, protectOption, passphraseOption, .init("undo", "take the newest rotation back, before it is released"),
        .init("repository", "DIR", "with --undo: the directory that the web server shows"),
    ] + deviceOptions,
    details: """
        ROLE: root/1 root/2 root/3 targets snapshot timestamp emergency; none renews the root's date. Two root keys sign the new root; one that is lost
        is replaced when the other two are there. Boxes follow with the next yuanba release, which signs everything anew that the old keys had signed.
        Stolen online keys: yuanba keys rotate timestamp snapshot, both, or what a thief pushed up stays.
        Two root keys lost: no box can be told. Make new keys with yuanba keys new, let the villages' public.json be trusted again, release into an
        empty repository, and give every box the new root.json by hand (root = in its settings). Until then boxes keep what they show.
        \(deviceDetails)
        example: yuanba keys rotate timestamp snapshot --keys keys
        example: yuanba keys rotate root/1 --keys keys --public card.pem --device 'pkcs11-tool --sign --mechanism EDDSA --id 01'
        """
) { arguments in
    try refusing {
        let keys = try KeyDirectory(opening: try arguments.required("keys"), passphrases: passphrases(arguments, makesKeys: true))
        if arguments.has("undo") {
            guard arguments.operands.isEmpty else { throw UsageError("--undo takes no role") }
            let version = try keys.undoRotation(before: try arguments.required("repository"))
            print("\(version).root.json 已经撤销，换掉的密钥放回来了。盒子没有看到过它。")
            return
        }
        let device = try device(arguments)
        if device != nil, arguments.operands.count != 1 { throw UsageError("--device takes one role") }
        let version = try keys.rotate(arguments.operands, to: device, now: try time(arguments))
        let roles = arguments.operands.isEmpty ? "root 已续期" : "\(arguments.operands.joined(separator: "、")) 已换新密钥"
        print("\(roles)\(version.map { "，写了 \($0).root.json" } ?? "")。还没有上线：运行 yuanba release 以后盒子才会用新的。")
    }
    return 0
}

let keysStatusCommand = Command(
    "keys status", "until when each signature holds, and what to do about it", options: [keysOption, .init("repository", "DIR", "the directory that the web server shows"), nowOption],
    details: """
        Says 60 days ahead what takes a person, and at once when the daily renewal has stopped. Needs no private key.
        exit status: 0 nothing to do, 1 something to do, 2 it cannot be told
        example: yuanba keys status --keys keys --repository repository
        """
) { arguments in
    let report = try refusing {
        try KeyReport(try arguments.required("repository"), keys: KeyDirectory(opening: try arguments.required("keys")), now: try time(arguments))
    }
    print(report.text)
    return report.needsSomebody ? 1 : 0
}
