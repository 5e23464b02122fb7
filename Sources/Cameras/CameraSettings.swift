package import Pixels

/// Which camera, and what is wanted of it. Unchangeable; what came of it stands in `CaptureFormat`.
package struct CameraSettings: Hashable, Sendable {
    /// How a device is known.
    package enum Device: Hashable, Sendable, CustomStringConvertible {
        /// Where it is plugged in, as the driver says (VIDIOC_QUERYCAP, bus_info): `usb-0000:00:14.0-2`, `platform:vivid-000`. It stays
        /// the same when devices come in another order.
        case bus(String)
        /// A node, or a link to one as in /dev/v4l/by-path.
        case path(String)

        /// An absolute path, else a bus path; nil for nothing.
        package init?(parsing text: String) {
            if text.isEmpty { return nil }
            self = text.hasPrefix("/") ? .path(text) : .bus(text)
        }

        package var description: String {
            switch self {
            case .bus(let text), .path(let text): text
            }
        }
    }

    package var device: Device
    /// Nil keeps the input that the device has, usually its only one.
    package var input: InputSettings?
    /// The size of the rectangle in which it will be shown.
    package var size: PixelSize
    package var framesPerSecond: Int
    /// Only this format; nil takes the one that costs least.
    package var fourcc: FourCC?
    /// Bytes from one row to the next that the buffers' memory has, where it is not the device's own; nil leaves it to the driver.
    package var strideBytes: Int?
    /// How many buffers the device fills in turn. Two are its own at any time; each picture that somebody keeps takes one.
    package var bufferCount = 4

    package init(
        device: Device, input: InputSettings? = nil, size: PixelSize = PixelSize(width: 640, height: 360), framesPerSecond: Int = 25,
        fourcc: FourCC? = nil, strideBytes: Int? = nil
    ) {
        self.device = device
        self.input = input
        self.size = size
        self.framesPerSecond = framesPerSecond
        self.fourcc = fourcc
        self.strideBytes = strideBytes
    }
}

/// One of several inputs of a device, and what is set there.
package struct InputSettings: Hashable, Sendable {
    /// Systems of analogue television (V4L2_STD_*).
    package enum Standard: String, Hashable, Sendable, CaseIterable {
        case pal, ntsc, secam
    }

    /// V4L2's number of it.
    package var index: Int
    /// Nil follows what comes in, where the device can tell.
    package var standard: Standard?
    /// Of a tuner, in Hz; nil leaves it.
    package var frequency: UInt64?

    package init(index: Int, standard: Standard? = nil, frequency: UInt64? = nil) {
        self.index = index
        self.standard = standard
        self.frequency = frequency
    }
}
