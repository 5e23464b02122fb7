import LinuxIO
import Testing

@Suite struct EventLoopTests {
    @Test func aReadablePipeCallsItsHandlerUntilRemoved() throws {
        let loop = try EventLoop()
        try Descriptor.withPipe { (reading: consuming Descriptor, writing: consuming Descriptor) in
            let reading = reading
            var bytes: [UInt8] = []
            let registration = try loop.add(reading, .readable) { readiness in
                #expect(readiness.contains(.readable))
                bytes += take(reading)
            }
            put([1, 2, 3], writing)
            loop.turn(timeout: .zero)
            #expect(bytes == [1, 2, 3])
            loop.turn(timeout: .zero)
            #expect(bytes == [1, 2, 3], "nothing new, no call")
            loop.remove(registration)
            put([4], writing)
            loop.turn(timeout: .zero)
            #expect(bytes == [1, 2, 3])
        }
    }

    @Test func removingAnotherDescriptorInTheSameBatchKeepsItsHandlerFromRunning() throws {
        let loop = try EventLoop()
        try Descriptor.withPipe { (firstOut, firstIn) throws(SystemError) in
            try Descriptor.withPipe { (secondOut, secondIn) throws(SystemError) in
                // Whichever handler comes first removes both: exactly one call, whatever order the kernel reports.
                var calls = 0
                var registrations: [EventLoop.Registration] = []
                let handler: (Readiness) -> Void = { _ in
                    calls += 1
                    registrations.forEach(loop.remove)
                }
                registrations.append(try loop.add(firstOut, .readable, handler))
                registrations.append(try loop.add(secondOut, .readable, handler))
                put([1], firstIn)
                put([1], secondIn)
                loop.turn(timeout: .zero)
                #expect(calls == 1)
            }
        }
    }

    @Test func aStaleRegistrationDoesNotTouchANewOneOfTheSameNumber() throws {
        let loop = try EventLoop()
        try Descriptor.withPipe { (reading, writing) throws(SystemError) in
            let stale = try loop.add(reading, .readable) { _ in Issue.record("removed handler was called") }
            loop.remove(stale)
            var calls = 0
            _ = try loop.add(reading, .readable) { _ in calls += 1 }
            loop.remove(stale)
            put([1], writing)
            loop.turn(timeout: .zero)
            #expect(calls == 1)
        }
    }

    @Test func hangUpIsReported() throws {
        let loop = try EventLoop()
        try Descriptor.withPipe { (reading: consuming Descriptor, writing: consuming Descriptor) throws(SystemError) in
            var seen: Readiness = []
            _ = try loop.add(reading, .readable) { seen = $0 }
            close(writing)
            loop.turn(timeout: .zero)
            #expect(seen.contains(.hangUp))
        }
    }

    @Test func timersRunInOrderOfTheirDeadlineAndNotWhenCancelled() throws {
        let loop = try EventLoop()
        var order: [String] = []
        loop.after(.milliseconds(20)) {
            order.append("last")
            loop.stop()
        }
        let cancelled = loop.after(.milliseconds(1)) { order.append("cancelled") }
        loop.after(.milliseconds(2)) { order.append("first") }
        loop.cancel(cancelled)
        loop.run()
        #expect(order == ["first", "last"])
    }

    @Test func aTimerOfNoLengthThatStartsItselfLetsDescriptorsThrough() throws {
        let loop = try EventLoop()
        try Descriptor.withPipe { (reading: consuming Descriptor, writing: consuming Descriptor) throws(SystemError) in
            let writing = writing
            _ = try loop.add(reading, .readable) { _ in loop.stop() }
            func again() { loop.after(.zero, again) }
            again()
            loop.after(.milliseconds(1)) { put([1], writing) }
            loop.run()
        }
    }

    @Test func coarseTimersShareOneWakeUp() throws {
        let loop = try EventLoop()
        var fired = 0
        func second(_ instant: MonotonicInstant) -> Int64 { instant.nanoseconds / 1_000_000_000 }
        let begin = MonotonicInstant.now()
        for delay in [0, 1, 2, 3] {
            loop.afterCoarse(.milliseconds(delay)) {
                fired += 1
                if fired == 4 { loop.stop() }
            }
        }
        let crossed = second(.now() + .milliseconds(3)) - second(begin)
        loop.run()
        // One for all; another for each second that began while they were set, as on a busy machine.
        #expect(loop.wakeUps <= 1 + Int(crossed))
    }
}

@Suite struct MailboxTests {
    @Test func messagesOfManyThreadsArriveCompleteAndInTheOrderOfEach() throws {
        let loop = try EventLoop()
        let mailbox = try Mailbox<(sender: Int, number: Int)>()
        var received: [Int: [Int]] = [:]
        var count = 0
        let registration = try mailbox.attach(to: loop) { message in
            received[message.sender, default: []].append(message.number)
            count += 1
            if count == 4000 { loop.stop() }
        }
        let threads = try (0..<4).map { sender in
            try WorkerThread(name: "sender-\(sender)") {
                for number in 0..<1000 { mailbox.post((sender, number)) }
            }
        }
        loop.run()
        threads.forEach { $0.join() }
        for sender in 0..<4 { #expect(received[sender] == Array(0..<1000)) }
        loop.remove(registration)
    }

    @Test func aWorkerReceivesUntilClosed() throws {
        let loop = try EventLoop()
        let jobs = try Mailbox<Int>()
        let results = try Mailbox<Int>()
        let worker = try WorkerThread(name: "worker") {
            while let batch = jobs.receive() { batch.forEach { results.post($0 * $0) } }
            results.post(-1)
        }
        var squares: [Int] = []
        let registration = try results.attach(to: loop) { result in
            if result < 0 { loop.stop() } else { squares.append(result) }
        }
        for number in 1...10 { jobs.post(number) }
        jobs.close()
        jobs.post(11)
        loop.run()
        worker.join()
        #expect(squares == (1...10).map { $0 * $0 })
        loop.remove(registration)
    }
}

func put(_ bytes: [UInt8], _ descriptor: borrowing Descriptor) {
    let taken = bytes.withUnsafeBytes { buffer in (try? descriptor.write(buffer)) ?? nil }
    #expect(taken == bytes.count)
}

func take(_ descriptor: borrowing Descriptor) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = bytes.withUnsafeMutableBytes { buffer in (try? descriptor.read(into: buffer)) ?? nil } ?? 0
    return Array(bytes[..<count])
}

func close(_ descriptor: consuming Descriptor) {}
