import Publishing
import Trust

/// One directory per role, so that each can be kept on a medium of its own.
let keysCommand = Command(
    "keys new", "make the keys of a new repository", operands: "DIR", count: 1...1,
    options: [.init("now", "TIME", "make the first root valid from this time instead of the clock's")],
    details: """
        Writes DIR/root/1…3 (two of them sign; keep them offline), DIR/targets, snapshot, timestamp, emergency, and DIR/root.json, which every box is
        given as its anchor. Keys that are there already are never overwritten. A village's key is made when it is first published.
        example: yuanba keys new keys
        """
) { arguments in
    do {
        let now = try instant(arguments)
        _ = try KeyDirectory.new(arguments.operands[0], now: UnixTime(seconds: Int64(now.secondsSinceEpoch)))
    } catch let error as RepositoryError {
        throw Failure(String(describing: error))
    }
    print("密钥已写入 \(arguments.operands[0])。请把其中的 root 文件夹存到别处，不要联网；root.json 交给每台机顶盒。")
    return 0
}
