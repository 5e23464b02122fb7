internal import CKernels

/// How a camera's luma and chroma stand for colour.
package struct YUVEncoding: Hashable, Sendable {
    /// The luma weights of red and blue.
    package enum Matrix: Hashable, Sendable, CaseIterable {
        /// ITU-R BT.601: webcams, standard definition.
        case bt601
        /// ITU-R BT.709: high definition.
        case bt709
    }

    package enum Range: Hashable, Sendable, CaseIterable {
        /// Luma 16...235, chroma 16...240.
        case limited
        /// 0...255.
        case full
    }

    package let matrix: Matrix
    package let range: Range

    package init(_ matrix: Matrix, _ range: Range) {
        self.matrix = matrix
        self.range = range
    }

    /// Factors of the formula red = luma·(Y − offset) + redV·(V − 128), green = luma·(Y − offset) − greenU·(U − 128) −
    /// greenV·(V − 128), blue = luma·(Y − offset) + blueU·(U − 128), all in 0...255, which the picture is within 1 of.
    package var factors: (luma: Double, offset: Double, redV: Double, greenU: Double, greenV: Double, blueU: Double) {
        let (red, blue) = matrix == .bt601 ? (0.299, 0.114) : (0.2126, 0.0722)
        let green = 1 - red - blue
        let (luma, offset, chroma) = range == .limited ? (255.0 / 219, 16.0, 255.0 / 224) : (1, 0, 1)
        return (
            luma, offset, 2 * (1 - red) * chroma, 2 * blue * (1 - blue) / green * chroma, 2 * red * (1 - red) / green * chroma,
            2 * (1 - blue) * chroma
        )
    }

    var kernelMatrix: yb_yuv_matrix {
        let (luma, offset, redV, greenU, greenV, blueU) = factors
        return yb_yuv_matrix(
            y: UInt16((luma * 16384).rounded()), bias: Int16((32 - luma * offset * 64).rounded()), rv: Int16((redV * 8192).rounded()),
            gu: Int16((greenU * 8192).rounded()), gv: Int16((greenV * 8192).rounded()), bu: Int16((blueU * 8192).rounded()))
    }
}
