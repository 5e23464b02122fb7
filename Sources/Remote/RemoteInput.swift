internal import CLinux
package import LinuxIO
import Navigation

/// All remotes and keyboards of the box on an event loop. Devices come and go at any time; one that may not be opened yet is tried
/// again when its attributes change.
package final class RemoteInput {
    private final class Open {
        let number: Int
        let device: InputDevice
        let map: KeyMap
        var decoder = EventDecoder()
        var registration: EventLoop.Registration?

        init(number: Int, device: InputDevice, map: KeyMap) {
            self.number = number
            self.device = device
            self.map = map
        }
    }

    private struct Refused {
        /// Not tried again while this is its version; 0: tried at every change.
        var node: UInt64
        var name: String
        var state: RemoteReport.State
    }

    private let loop: EventLoop
    private let directory: String
    private let log: Log
    private let openDevice: (String) throws(SystemError) -> InputDevice
    private let handler: (RemoteEvent) -> Void
    private var grabs: Bool
    private var open: [String: Open] = [:]
    private var refused: [String: Refused] = [:]
    private var gone: [RemoteReport.Device] = []
    private var trouble: SystemError?
    private var watch: (watch: DirectoryWatch, registration: EventLoop.Registration)?
    private var retry: TimerID?
    private var tracker = KeyTracker()
    private var timer: (id: TimerID, deadline: MonotonicInstant)?
    private var lastNumber = 0

    /// Starts at once with what is there. `handler` is called on the loop, in the order of events. With `grab`, keys reach no other
    /// program; leave it off where a keyboard must stay usable. `openDevice` is replaced in tests.
    package init(
        loop: EventLoop, directory: String = "/dev/input", grab: Bool = false, log: Log,
        openDevice: @escaping (String) throws(SystemError) -> InputDevice = InputDevice.open,
        _ handler: @escaping (RemoteEvent) -> Void
    ) {
        self.loop = loop
        self.directory = directory
        self.log = log
        self.openDevice = openDevice
        self.handler = handler
        grabs = grab
        refresh()
    }

    deinit {
        if let watch { loop.remove(watch.registration) }
        if let retry { loop.cancel(retry) }
        if let timer { loop.cancel(timer.id) }
        for device in open.values { device.registration.map(loop.remove) }
    }

    /// The devices as they are now.
    package var report: RemoteReport {
        var devices = open.map {
            RemoteReport.Device(name: $1.device.identity.name, path: $0, state: .ready(keys: Self.usable($1.device, $1.map)))
        }
        devices += refused.filter { $1.state != .gone }.map { RemoteReport.Device(name: $1.name, path: $0, state: $1.state) }
        return RemoteReport(devices: devices.sorted { $0.path < $1.path } + gone, trouble: trouble)
    }

    /// Lets other programs have the keys while they have the screen, or takes them back.
    package func setGrabbed(_ grab: Bool) {
        grabs = grab
        for device in open.values { apply(grab, to: device.device) }
    }

    private static func usable(_ device: InputDevice, _ map: KeyMap) -> Int {
        Set(device.codes.compactMap { map[$0] }).count
    }

    /// Looks at everything again. A new watch each time, before the look: devtmpfs removes the directory with its last device, and a
    /// watch on a removed directory stays silent.
    private func refresh() {
        if let watch { loop.remove(watch.registration) }
        watch = nil
        do throws(SystemError) {
            let new = try DirectoryWatch(directory)
            watch = (new, try new.attach(to: loop) { [unowned self] in refresh() })
            let names = try Directory.entries(directory).filter { $0.hasPrefix("event") }
            trouble = nil
            look(at: Set(names.map { "\(directory)/\($0)" }))
        } catch {
            if trouble != error {
                trouble = error
                log.warning("\(error); no remote can be read")
            }
            look(at: [])
            if retry == nil {
                retry = loop.afterCoarse(.seconds(2)) { [unowned self] in
                    retry = nil
                    refresh()
                }
            }
        }
    }

    private func look(at paths: Set<String>) {
        for path in refused.keys where !paths.contains(path) { refused[path] = nil }
        for path in open.keys where !paths.contains(path) { close(path, "its node is gone") }
        for path in paths.sorted() {
            // An open one that was pulled out tells so itself.
            guard open[path] == nil else { continue }
            let node = yuanba_node_version(path)
            if let known = refused[path], known.node == node, node != 0 { continue }
            attach(path, node)
        }
    }

    private func attach(_ path: String, _ node: UInt64) {
        let before = refused.removeValue(forKey: path)?.state
        let device: InputDevice
        do throws(SystemError) {
            device = try openDevice(path)
        } catch {
            let state: RemoteReport.State = error.errno == .permissionDenied ? .permissionDenied : .failed(error.errno)
            refused[path] = Refused(node: 0, name: "", state: state)
            if before != state { log.info("\(error)") }
            return
        }
        let map = KeyMap.table(for: device.identity)
        guard Self.usable(device, map) > 0 else {
            refused[path] = Refused(node: node, name: device.identity.name, state: .notARemote)
            return
        }
        lastNumber += 1
        let new = Open(number: lastNumber, device: device, map: map)
        do throws(SystemError) {
            new.registration = try loop.add(device.descriptor, .readable) { [unowned self] _ in read(path) }
        } catch {
            refused[path] = Refused(node: 0, name: device.identity.name, state: .failed(error.errno))
            log.warning("\(path): \(error)")
            return
        }
        if grabs { apply(true, to: device) }
        open[path] = new
        gone.removeAll { $0.path == path || $0.name == device.identity.name }
        log.info("remote \(device.identity.name) at \(path)")
    }

    private func apply(_ grab: Bool, to device: InputDevice) {
        do throws(SystemError) { try device.setGrabbed(grab) } catch { log.warning("\(error)") }
    }

    private func close(_ path: String, _ reason: String) {
        guard let device = open.removeValue(forKey: path) else { return }
        device.registration.map(loop.remove)
        log.info("remote \(device.device.identity.name) at \(path) closed: \(reason)")
        gone.append(RemoteReport.Device(name: device.device.identity.name, path: path, state: .gone))
        if gone.count > 8 { gone.removeFirst() }
        tracker.drop(device: device.number, at: .now(), handler)
        arm()
    }

    private func read(_ path: String) {
        guard let device = open[path] else { return }
        var failure: String?
        withUnsafeTemporaryAllocation(byteCount: 64 * EventDecoder.eventBytes, alignment: 8) { buffer in
            do throws(SystemError) {
                while let count = try device.device.read(into: buffer) {
                    guard count > 0 else {
                        failure = "end of file"
                        return
                    }
                    device.decoder.take(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { take($0, device) }
                    // The handler may have closed it.
                    guard open[path] === device else { return }
                }
            } catch {
                // ENODEV: pulled out.
                failure = "\(error.errno)"
            }
        }
        if let failure {
            close(path, failure)
            // Its name may already be another device's, whose coming was told before this one's going. The same node is left alone.
            let isSame = device.device.isNode(at: path)
            refused[path] = Refused(node: isSame ? yuanba_node_version(path) : 0, name: device.device.identity.name, state: .gone)
            refresh()
        }
        arm()
    }

    private func take(_ output: EventDecoder.Output, _ device: Open) {
        switch output {
        case .key(let code, let value, let time):
            guard let key = device.map[code] else { return }
            tracker.take(
                key, KeyTracker.Holder(device: device.number, code: code), value: value, at: time, repeats: device.device.repeats, handler)
        case .resynchronize(let time):
            let down = device.device.codesDown().compactMap { code in device.map[code].map { (code, $0) } }
            tracker.synchronize(
                device: device.number, down: Dictionary(uniqueKeysWithValues: down), at: time, repeats: device.device.repeats, handler)
        }
    }

    private func arm() {
        let next = tracker.nextDeadline
        guard timer?.deadline != next else { return }
        if let timer { loop.cancel(timer.id) }
        timer = next.map { deadline in
            let id = loop.after(max(deadline - .now(), .zero)) { [unowned self] in
                timer = nil
                tracker.pass(.now(), handler)
                arm()
            }
            return (id, deadline)
        }
    }
}
