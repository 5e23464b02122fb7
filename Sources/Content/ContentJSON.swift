internal import FoundationEssentials

/// JSON of the published documents. Reading is bounded by the caller (the manifest states the length); writing sorts keys, so that the
/// same value is the same bytes on every machine.
package enum ContentJSON {
    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: some Collection<UInt8>) throws(ContentError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as ContentError {
            throw error
        } catch let error as DecodingError {
            throw .malformed(String(describing: error))
        } catch {
            throw .malformed(String(describing: error))
        }
    }

    package static func encode(_ value: some Encodable) throws(ContentError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw .malformed(String(describing: error))
        }
    }
}
