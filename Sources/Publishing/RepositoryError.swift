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
    /// The disk.
    case disk(SystemError)
}

extension RepositoryError: CustomStringConvertible {
    /// Chinese, one line, with the mend.
    package var description: String {
        switch self {
        case .keysExist(let path): "\(path) 里已经有密钥。密钥不会被覆盖，请换一个文件夹。"
        case .noKeys(let path): "\(path) 里没有密钥。请先运行 yuanba keys new \(path)。"
        case .badKey(let path, let reason): "密钥文件 \(path) 不能用（\(reason)）。请从备份恢复。"
        case .busy(let path): "\(path) 正在被另一次发布使用，请等它结束再试。"
        case .foreignRepository(let file, let reason):
            "\(file) 不是用这套密钥签的，或者被改动过（\(reason)）。请核对 --keys 和 --repository。"
        case .badName(let name): "“\(name)”不能用作发布路径，只能用小写字母、数字和 . _ - /。"
        case .wrongHash(let name): "\(name) 的内容与它的校验值不符，请重新发布。"
        case .duplicatePath(let path): "\(path) 出现了两次，内容不同。"
        case .disk(let error): "写盘失败：\(error)"
        }
    }
}
