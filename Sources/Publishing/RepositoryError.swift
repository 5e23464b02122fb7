package import LinuxIO
package import Trust

/// Why keys or a repository could not be written. The text is for the township's operator.
package enum RepositoryError: Error, Equatable, Sendable {
    /// A folder of keys is there already; keys are never overwritten.
    case keysExist(path: String)
    /// There are no keys at the path.
    case noKeys(path: String)
    /// A key file cannot be used.
    case badKey(path: String, TrustError)
    /// A key file is protected, and its passphrase was not given or is wrong.
    case locked(path: String)
    /// A private key is not here; it may be on another medium.
    case missingKey(path: String)
    /// The newest root does not list the key.
    case wrongKey(path: String)
    /// A file that should be a village's public key.
    case notAKey(path: String)
    /// No role whose key can be replaced.
    case unknownRole(String)
    /// A new root takes the threshold of the old one.
    case tooFewRootKeys(path: String, found: Int, needed: Int)
    /// There is no rotation that nobody has seen.
    case nothingToUndo(version: Int)
    /// The repository has a newer root than the keys.
    case staleKeys(path: String, version: Int)
    /// A version has been pushed to where nobody counts to.
    case versionsUsedUp(role: String)
    /// The township has ended the delegation to the village; `file` takes that back.
    case removedVillage(code: String, file: String)
    /// The township has no key for the village.
    case unknownVillage(code: String)
    /// A folder that holds nothing signed for release.
    case notAParcel(path: String)
    /// A parcel that somebody else has signed, with the fingerprint of the key that is trusted.
    case unknownSigner(code: String, trusted: String)
    /// A parcel that is not newer than what is released.
    case oldParcel(code: String, version: Int64, released: Int64)
    /// A parcel that boxes would not take, or should not; the text is Chinese.
    case badParcel(code: String, detail: String)
    /// Somebody else is publishing into the repository.
    case busy(path: String)
    /// What the repository holds was not signed with these keys, or has been altered.
    case foreignRepository(file: String, TrustError)
    /// A code or path that a box would refuse. Paths are ASCII `[a-z0-9/._-]`.
    case badName(String)
    /// An object whose bytes do not have the stated hash.
    case wrongHash(String)
    /// Two different contents under one path.
    case duplicatePath(String)
    /// A folder that nothing was ever published into.
    case nothingPublished(String)
    /// The disk.
    case disk(SystemError)
}

extension RepositoryError: CustomStringConvertible {
    /// Chinese, one line, with the mend.
    package var description: String {
        switch self {
        case .keysExist(let path): "\(path) 里已经有密钥。密钥不会被覆盖，请换一个文件夹。"
        case .noKeys(let path): "\(path) 里没有密钥。请先运行 yuanba keys new \(path)。"
        case .badKey(_, .noSignature(let command, let failure)):
            switch failure {
            case .failed(let detail): "签名设备的命令没有运行成功：\(command)（\(detail)）。请检查命令和设备，再试一次。"
            case .exit(let status): "签名设备没有签：\(command)（退出码 \(status)）。请检查设备插好没有、口令对不对，再试一次。"
            case .otherKey: "签名设备里不是登记的那一把密钥：\(command)。请换上对的设备，或者改对命令里的密钥编号，再试一次。"
            }
        case .badKey(let path, let reason): "密钥文件 \(path) 不能用（\(reason)）。请从备份恢复。"
        case .locked(let path): "密钥文件 \(path) 有口令保护，口令没有给或者不对。"
        case .missingKey(let path): "没有密钥文件 \(path)。它可能存在别的U盘上，请插上或者拷回来再试。"
        case .wrongKey(let path): "密钥文件 \(path) 不是 root.json 现在登记的那一把。换过密钥的话，请用换过以后的密钥文件夹。"
        case .notAKey(let path): "\(path) 不是村的公钥文件。请让村里用 yuanba keys village 生成的 public.json。"
        case .unknownRole(let role): "没有“\(role)”这个角色。能换的有 root/1 root/2 root/3 targets snapshot timestamp emergency。"
        case .tooFewRootKeys(let path, let found, let needed):
            "\(path) 里的 root 密钥只有\(found)把能用，需要\(needed)把。请把其他保管人的 root 密钥一起拷来；凑不齐的话，见 yuanba keys rotate --help。"
        case .nothingToUndo(let version):
            version > 1 ? "\(version).root.json 已经发布，不能撤销。要换回去，请再运行一次 yuanba keys rotate。" : "没有换过密钥，不用撤销。"
        case .staleKeys(let path, let version): "仓库已经在用 \(version).root.json，\(path) 里还没有。请换成最新的密钥文件夹。"
        case .versionsUsedUp(let role):
            "\(role) 的版本号大得不正常，可能有人用偷来的密钥改过仓库。请先运行 yuanba keys rotate timestamp snapshot，再发布。"
        case .removedVillage(let code, let file): "村 \(code) 已经撤下。要恢复，请运行 yuanba keys trust \(file)。"
        case .unknownVillage(let code): "没有村 \(code) 的公钥。请让村里运行 yuanba keys village \(code)，把 public.json 交来，再运行 yuanba keys trust。"
        case .notAParcel(let path): "\(path) 里没有签好的内容。请让村里用 yuanba sign 生成的文件夹。"
        case .unknownSigner(let code, let trusted):
            "村 \(code) 的这一份不是用登记的密钥签的（登记的核对码是 \(trusted)）。村里换了密钥的话，请打电话核对新的核对码，再运行 yuanba keys trust。"
        case .oldParcel(let code, let version, let released):
            "村 \(code) 的这一份是第\(version)版，已经发布的是第\(released)版，盒子不会退回旧版。请让村里重新签：yuanba sign … --above \(released)。"
        case .badParcel(let code, let detail): "村 \(code) 的这一份不能发布：\(detail)"
        case .busy(let path): "\(path) 正在被另一次发布使用，请等它结束再试。"
        case .foreignRepository(let file, let reason):
            "\(file) 不是用这套密钥签的，或者被改动过（\(reason)）。请核对 --keys 和 --repository。"
        case .badName(let name): "“\(name)”不能用作发布路径，只能用小写字母、数字和 . _ - /。"
        case .wrongHash(let name): "\(name) 的内容与它的校验值不符，请重新发布。"
        case .duplicatePath(let path): "\(path) 出现了两次，内容不同。"
        case .nothingPublished(let path): "\(path) 里还没有发布过内容。请核对 --repository；还没有发布的话，请先运行 yuanba publish 或 yuanba release。"
        case .disk(let error): "磁盘读写失败：\(error)"
        }
    }
}
