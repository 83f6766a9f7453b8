//! Integers and columns of values as octets, and back.
//!
//! Integers are LEB128; signed ones zigzag-coded; *steps* are signed differences to the one before.
//! A column is one byte with the number of decimals (0, 3 or 6) and steps of scaled integers, or 255
//! and the values as they are (8 octets, little endian).

/// The mark of a column of bare values.
const BARE: u8 = 255;

/// Why bytes are no packing of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its packed content is damaged ({0})")]
pub(crate) struct Malformed(pub(crate) &'static str);

impl Malformed {
    pub(crate) const TOO_LARGE: Malformed = Malformed("it is too large");
    pub(crate) const NOT_ZSTD: Malformed = Malformed("it does not decompress");
}

/// Writes integers and columns.
#[derive(Default)]
pub(crate) struct Packer(pub(crate) Vec<u8>);

impl Packer {
    pub(crate) fn put(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    pub(crate) fn put_signed(&mut self, value: i64) {
        self.put(((value << 1) ^ (value >> 63)) as u64);
    }

    /// Differences, each to the one before.
    pub(crate) fn put_steps(&mut self, values: impl Iterator<Item = i64>) {
        let mut before = 0_i64;
        for value in values {
            self.put_signed(value.wrapping_sub(before));
            before = value;
        }
    }

    pub(crate) fn put_column(&mut self, values: &[f64]) {
        let decimals =
            [0_u8, 3, 6].into_iter().find(|d| values.iter().all(|v| scaled(*v, *d).is_some()));
        self.0.push(decimals.unwrap_or(BARE));
        match decimals {
            Some(d) => self.put_steps(values.iter().filter_map(|v| scaled(*v, d))),
            None => self.0.extend(values.iter().flat_map(|v| v.to_le_bytes())),
        }
    }
}

fn scaled(value: f64, decimals: u8) -> Option<i64> {
    const EXACT: f64 = 9e15;
    let factor = 10_f64.powi(i32::from(decimals));
    let whole = (value * factor).round();
    (whole.abs() < EXACT && (whole as i64 as f64 / factor).to_bits() == value.to_bits())
        .then_some(whole as i64)
}

/// Reads what [`Packer`] wrote; every count is bounded by what is left to read.
pub(crate) struct Unpacker<'a>(pub(crate) &'a [u8]);

impl<'a> Unpacker<'a> {
    pub(crate) fn bytes(&mut self, n: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(Malformed("it ends early"))?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn take(&mut self) -> Result<u64, Malformed> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.bytes(1)?[0];
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Malformed("a number does not end"))
    }

    pub(crate) fn take_signed(&mut self) -> Result<i64, Malformed> {
        let value = self.take()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// A count of things of which each takes at least one octet.
    pub(crate) fn count(&mut self, most: usize) -> Result<usize, Malformed> {
        let n = usize::try_from(self.take()?).map_err(|_| Malformed("a count is too large"))?;
        if n > most || n > self.0.len() {
            return Err(Malformed("a count is too large"));
        }
        Ok(n)
    }

    pub(crate) fn steps(&mut self, n: usize) -> Result<Vec<i64>, Malformed> {
        let mut value = 0_i64;
        let mut step = || {
            value = value.wrapping_add(self.take_signed()?);
            Ok(value)
        };
        (0..n).map(|_| step()).collect()
    }

    pub(crate) fn column(&mut self, n: usize) -> Result<Vec<f64>, Malformed> {
        match self.bytes(1)?[0] {
            BARE => {
                let eight =
                    |b: &[u8]| f64::from_le_bytes(b.try_into().expect("chunks are of eight"));
                Ok(self.bytes(n * 8)?.chunks_exact(8).map(eight).collect())
            }
            decimals @ (0 | 3 | 6) => {
                let factor = 10_f64.powi(i32::from(decimals));
                Ok(self.steps(n)?.into_iter().map(|whole| whole as f64 / factor).collect())
            }
            _ => Err(Malformed("a column has an unknown form")),
        }
    }
}
