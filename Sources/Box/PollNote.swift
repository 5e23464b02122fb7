internal import Fetch
internal import Trust

/// What the last whole pull left for the next poll: how the server recognises the timestamp that is trusted, and when
/// the whole workflow was last gone through. Trusted for nothing but saving requests.
struct PollNote: Equatable {
    private let json: JSONValue

    init(url: String, validator: Validator, timestamp: [UInt8], checked: UnixTime) {
        var object = JSONObject()
        object["url"] = JSONValue(url)
        object["etag"] = validator.entityTag.map { JSONValue($0) }
        object["modified"] = validator.lastModified.map { JSONValue($0) }
        object["timestamp"] = JSONValue(HashAlgorithm.sha256.hexHash(timestamp))
        object["checked"] = .integer(checked.seconds)
        json = .object(object)
    }

    init?(_ bytes: [UInt8]?) {
        guard let bytes, let json = try? JSONValue(parsing: bytes), json.object != nil else { return nil }
        self.json = json
    }

    var bytes: [UInt8] { json.serialized }

    /// nil unless it was given by this server for these very bytes.
    func validator(for url: String, timestamp: [UInt8]) -> Validator? {
        guard let object = json.object, object["url"] == JSONValue(url),
            object["timestamp"] == JSONValue(HashAlgorithm.sha256.hexHash(timestamp))
        else { return nil }
        let validator = Validator(
            entityTag: object["etag"]?.text?.description, lastModified: object["modified"]?.text?.description)
        return validator == Validator() ? nil : validator
    }

    /// True also when the clock has gone back.
    func isOlder(than seconds: Int64, at now: UnixTime) -> Bool {
        guard let checked = json.object?["checked"]?.integer else { return true }
        return !(checked...(checked &+ seconds)).contains(now.seconds)
    }
}
