//! A picture of the page, as the browser took it.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

/// The largest picture that is kept, in bytes: a full 4K window in PNG stays below.
const LARGEST: usize = 16 * 1024 * 1024;

/// What a picture's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names of the formats")]
pub enum Media {
    Png,
    Jpeg,
    Webp,
}

impl Media {
    /// The media type, `image/png`.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// How a file of that kind is called.
    pub fn file(self) -> &'static str {
        match self {
            Self::Png => "capture.png",
            Self::Jpeg => "capture.jpg",
            Self::Webp => "capture.webp",
        }
    }

    /// What the first bytes say, whatever the address said.
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }
}

/// A picture of the page.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Screenshot {
    media: Media,
    width: u32,
    height: u32,
    bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    media: Media,
    width: u32,
    height: u32,
    data: String,
}

impl Screenshot {
    /// Decodes a data URL; the kind of picture is what its bytes say.
    ///
    /// # Errors
    /// Says in one line why this is no picture that can be kept.
    pub fn from_data_url(data: &str, width: u32, height: u32) -> Result<Self, String> {
        let encoded = data
            .strip_prefix("data:image/")
            .and_then(|rest| rest.split_once(";base64,"))
            .map(|(_, encoded)| encoded)
            .ok_or_else(|| format!("\"{}\" is not a data URL of a picture", super::one_line(data, 40).text))?;
        Self::decode(encoded, width, height)
    }

    fn decode(encoded: &str, width: u32, height: u32) -> Result<Self, String> {
        if encoded.len() > LARGEST / 3 * 4 + 4 {
            return Err(format!("a picture of more than {LARGEST} bytes is not kept"));
        }
        let bytes = STANDARD.decode(encoded).map_err(|fault| format!("the picture's base64 is broken: {fault}"))?;
        let media = Media::of(&bytes).ok_or("the picture is neither PNG nor JPEG nor WebP by its first bytes")?;
        Ok(Self { media, width, height, bytes })
    }

    /// What the bytes are.
    pub fn media(&self) -> Media {
        self.media
    }

    /// Width and height in pixels, as the browser gave them.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The picture's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The picture as a data URL, for an `img`.
    pub fn data_url(&self) -> String {
        format!("data:{};base64,{}", self.media.mime(), STANDARD.encode(&self.bytes))
    }
}

impl std::fmt::Debug for Screenshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Screenshot({} {}×{}, {} bytes)", self.media.mime(), self.width, self.height, self.bytes.len())
    }
}

impl TryFrom<Written> for Screenshot {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let screenshot = Self::decode(&written.data, written.width, written.height)?;
        if screenshot.media != written.media {
            return Err(format!(
                "the picture is said to be {} and is {}",
                written.media.mime(),
                screenshot.media.mime()
            ));
        }
        Ok(screenshot)
    }
}

impl From<Screenshot> for Written {
    fn from(screenshot: Screenshot) -> Self {
        Self {
            media: screenshot.media,
            width: screenshot.width,
            height: screenshot.height,
            data: STANDARD.encode(&screenshot.bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_what_a_picture_is() {
        for (bytes, media) in [
            (&b"\x89PNG\r\n\x1a\nrest"[..], Media::Png),
            (&b"\xff\xd8\xff\xe0rest"[..], Media::Jpeg),
            (&b"RIFF\x04\0\0\0WEBPrest"[..], Media::Webp),
        ] {
            // The address says PNG each time.
            let url = format!("data:image/png;base64,{}", STANDARD.encode(bytes));
            let screenshot = Screenshot::from_data_url(&url, 2, 1).unwrap();
            assert_eq!((screenshot.media(), screenshot.bytes()), (media, bytes));
        }
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let html = format!("data:image/png;base64,{}", STANDARD.encode("<svg onload=alert(1)>"));
        for url in
            [html.as_str(), "data:text/html;base64,AAAA", "https://example.org/x.png", "data:image/png;base64,@@@"]
        {
            assert!(Screenshot::from_data_url(url, 1, 1).is_err(), "{url}");
        }
    }
}
