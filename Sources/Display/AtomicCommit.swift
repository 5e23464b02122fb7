internal import CDRM
internal import LinuxIO

/// An atomic commit as a value: which properties of which objects get which value, all or none of them.
/// Built once and changed in place on the frame path, where it allocates nothing.
struct AtomicCommit {
    /// A property that can be set again in the same commit.
    struct Slot { fileprivate let index: Int }

    private var objects: [UInt32] = []
    private var counts: [UInt32] = []
    private var properties: [UInt32] = []
    private var values: [UInt64] = []

    /// Flags of DRM_IOCTL_MODE_ATOMIC.
    struct Flags: OptionSet {
        let rawValue: UInt32
        static let pageFlipEvent = Flags(rawValue: 0x01)
        static let testOnly = Flags(rawValue: 0x0100)
        static let nonBlocking = Flags(rawValue: 0x0200)
        static let allowModeset = Flags(rawValue: 0x0400)
    }

    /// Adds a property. The properties of one object must be set one after another.
    @discardableResult
    mutating func set(_ object: UInt32, _ property: PropertyID, _ value: UInt64) -> Slot {
        if objects.last != object {
            precondition(!objects.contains(object), "properties of an object are set in one go")
            objects.append(object)
            counts.append(0)
        }
        counts[counts.count - 1] += 1
        properties.append(property.rawValue)
        values.append(value)
        return Slot(index: values.count - 1)
    }

    /// Adds a property that not every driver has.
    @discardableResult
    mutating func set(_ object: UInt32, _ property: PropertyID?, _ value: UInt64) -> Slot? {
        property.map { set(object, $0, value) }
    }

    /// Gives another value to a property that is in.
    mutating func update(_ slot: Slot, _ value: UInt64) { values[slot.index] = value }

    /// The whole commit as numbers, for another process; see `init(words:)`.
    var words: [UInt64] {
        var words = [UInt64(objects.count)]
        var next = 0
        for (object, count) in zip(objects, counts) {
            words += [UInt64(object), UInt64(count)]
            for index in next..<(next + Int(count)) { words += [UInt64(properties[index]), values[index]] }
            next += Int(count)
        }
        return words
    }

    /// Nil for numbers that `words` did not give.
    init?(words: [UInt64]) {
        var rest = words[...]
        guard let count = rest.popFirst() else { return nil }
        for _ in 0..<min(count, UInt64(words.count)) {
            guard let object = rest.popFirst().flatMap({ UInt32(exactly: $0) }), let count = rest.popFirst(), count <= UInt64(rest.count / 2),
                !objects.contains(object)
            else { return nil }
            for _ in 0..<count {
                guard let property = rest.popFirst().flatMap({ UInt32(exactly: $0) }), let value = rest.popFirst() else { return nil }
                set(object, PropertyID(rawValue: property), value)
            }
        }
        guard rest.isEmpty else { return nil }
    }

    init() {}

    /// Sends it. With `pageFlipEvent`, `serial` comes back in the event. Does not block with `nonBlocking`.
    func send(to card: Card, _ flags: Flags, serial: UInt64 = 0) throws(SystemError) {
        let failure: SystemError? = objects.withUnsafeBufferPointer { objects in
            counts.withUnsafeBufferPointer { counts in
                properties.withUnsafeBufferPointer { properties in
                    values.withUnsafeBufferPointer { values in
                        var argument = drm_mode_atomic()
                        argument.flags = flags.rawValue
                        argument.count_objs = UInt32(objects.count)
                        argument.objs_ptr = UInt64(UInt(bitPattern: objects.baseAddress))
                        argument.count_props_ptr = UInt64(UInt(bitPattern: counts.baseAddress))
                        argument.props_ptr = UInt64(UInt(bitPattern: properties.baseAddress))
                        argument.prop_values_ptr = UInt64(UInt(bitPattern: values.baseAddress))
                        argument.user_data = serial
                        do throws(SystemError) {
                            try card.request("atomic commit", yuanba_MODE_ATOMIC, &argument)
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
            }
        }
        if let failure { throw failure }
    }
}

/// A property blob of ours; the kernel's state keeps its own reference, so it can go right after the commit.
struct Blob: ~Copyable {
    let id: UInt32
    private let card: Card

    /// A blob with a copy of `bytes`.
    init(_ card: Card, _ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        var argument = drm_mode_create_blob()
        argument.data = UInt64(UInt(bitPattern: bytes.baseAddress))
        argument.length = UInt32(bytes.count)
        try card.request("create blob", yuanba_MODE_CREATEPROPBLOB, &argument)
        id = argument.blob_id
        self.card = card
    }

    deinit {
        var argument = drm_mode_destroy_blob(blob_id: id)
        try? card.request("destroy blob", yuanba_MODE_DESTROYPROPBLOB, &argument)
    }
}
