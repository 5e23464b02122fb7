/// JSON of the published documents. Reading is bounded by the caller (the manifest states the length); writing sorts keys, so that the
/// same value is the same bytes on every machine.
///
/// A reader and writer of our own, because a box is small: Foundation's are a third of the daemon that has them. The scanner under the reader is
/// the one that metadata is read with.
package enum ContentJSON {
    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: some Collection<UInt8>) throws(ContentError) -> Value {
        var reader = JSONReader(Array(bytes))
        let tree = try reader.document()
        do {
            return try JSONDecoding(tree: tree, place: nil).decode(type)
        } catch let error as ContentError {
            throw error
        } catch {
            throw .malformed(String(describing: error))
        }
    }

    package static func encode(_ value: some Encodable) throws(ContentError) -> [UInt8] {
        let encoding = JSONEncoding()
        do {
            try encoding.encode(value)
        } catch let error as ContentError {
            throw error
        } catch {
            throw .malformed(String(describing: error))
        }
        var bytes: [UInt8] = []
        encoding.write(to: &bytes)
        return bytes
    }
}
