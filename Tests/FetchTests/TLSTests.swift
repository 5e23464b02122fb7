import ChildProgram
import Fetch
import Foundation
import LinuxIO
import LoopbackServer
import Testing
import ThrownError

/// A stock nginx over TLS, with certificates that OpenSSL's own program has made.
@Suite(.serialized, .enabled(if: Nginx.isInstalled, "nginx is not installed: apt-get install nginx-light"))
struct TLSTests {
    let directory = NSTemporaryDirectory() + "yuanba-tls-" + UUID().uuidString

    init() throws {
        try Directory.create(directory + "/root")
        try AtomicFile.replace(directory + "/root/file", with: Array("hello".utf8))
        try openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 3650 -subj /CN=township")
        try openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout other.key -out other.pem -days 3650 -subj /CN=other")
    }

    private func openssl(_ words: String) throws {
        _ = try ChildProgram.output(["/bin/sh", "-c", "cd \(directory) && openssl \(words) 2>>log"])
    }

    /// A server whose certificate names `name` and is valid from `from` to `to` (OpenSSL's dates).
    private func server(name: String, from: String, to: String) throws -> Nginx {
        try AtomicFile.replace(
            directory + "/ca.conf",
            with: Array(
                """
                [ca]
                default_ca = town
                [town]
                new_certs_dir = \(directory)
                database = \(directory)/index
                serial = \(directory)/serial
                default_md = sha256
                policy = any
                unique_subject = no
                x509_extensions = server
                [any]
                commonName = supplied
                [server]
                subjectAltName = \(name)
                """.utf8))
        try AtomicFile.replace(directory + "/index", with: [])
        try AtomicFile.replace(directory + "/serial", with: Array("01\n".utf8))
        try openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /CN=server")
        try openssl("ca -batch -config ca.conf -cert ca.pem -keyfile ca.key -in server.csr -out server.pem -notext -startdate \(from) -enddate \(to)")
        return try Nginx(
            directory: directory + "/nginx", root: directory + "/root", certificate: .init(chain: directory + "/server.pem", key: directory + "/server.key"))
    }

    @Test(arguments: [
        ("IP:127.0.0.1", "20200101000000Z", "20400101000000Z", "ca.pem", true, true, "the pinned root vouches for it"),
        ("IP:127.0.0.1", "20200101000000Z", "20400101000000Z", nil, true, false, "the system's roots do not"),
        ("IP:127.0.0.1", "20200101000000Z", "20400101000000Z", "other.pem", true, false, "another pinned root does not"),
        ("IP:127.0.0.1", "20200101000000Z", "20400101000000Z", "none.pem", true, false, "a file that is not there vouches for nobody"),
        ("DNS:example.net", "20200101000000Z", "20400101000000Z", "ca.pem", true, false, "another name"),
        ("IP:127.0.0.1", "20200101000000Z", "20200201000000Z", "ca.pem", true, false, "over"),
        ("IP:127.0.0.1", "20390101000000Z", "20400101000000Z", "ca.pem", true, false, "not yet"),
        ("IP:127.0.0.1", "20200101000000Z", "20200201000000Z", "ca.pem", false, true, "over, by a clock that is not set"),
        ("IP:127.0.0.1", "20390101000000Z", "20400101000000Z", "ca.pem", false, true, "not yet, by a clock that is not set"),
        ("DNS:example.net", "20200101000000Z", "20400101000000Z", "ca.pem", false, false, "the name counts all the same"),
        ("IP:127.0.0.1", "20200101000000Z", "20400101000000Z", "other.pem", false, false, "and so does the chain"),
    ] as [(String, String, String, String?, Bool, Bool, String)])
    func whoVouchesForAServer(name: String, from: String, to: String, roots: String?, dates: Bool, accepted: Bool, why: String) throws {
        let server = try server(name: name, from: from, to: to)
        defer { server.stop() }
        var settings = FetchSettings()
        settings.trustedRoots = roots.map { "\(directory)/\($0)" }
        settings.checksCertificateDates = dates
        let fetcher = Fetcher(settings)
        if accepted {
            guard case .file(let bytes, _) = try fetcher.get(server.url + "file", limit: 5) else { throw FetchError.invalidAnswer(detail: why) }
            #expect(bytes == Array("hello".utf8), "\(why)")
        } else {
            guard case .tls = thrown(FetchError.self, by: { try fetcher.get(server.url + "file", limit: 5) }) else {
                Issue.record("\(why)")
                return
            }
        }
    }
}
