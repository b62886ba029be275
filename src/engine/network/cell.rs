//! One direction of the network. Nearly all the time of reading goes into these products, so they are of whole numbers of 16 bits,
//! eight at once (`wide` knows the instructions of each machine and of wasm); only what a unit makes of its sums is `f32`.

use wide::{f32x4, i16x8, i32x4};

/// So many vectors of sums are held at once, four rows each.
const HELD: usize = 8;

/// Four rows stand in a vector, and so do four units.
const LANES: usize = 4;

/// What stands for a symbol is told in steps of one in so many: from -32 to 32.
const STEPS: f32 = 1024.0;

/// A state, between -1 and 1, is told in so many steps.
const STATE_STEPS: f32 = 32_767.0;

/// What units read in one direction, word after word.
pub struct Cell {
    /// From what stands for a symbol to the gates: what is forgotten, what is kept, what is new; a row a unit for each.
    input: Product,
    /// From the state before.
    state: Product,
}

impl Cell {
    /// From the stored forms of both products: scales, bias, weights.
    pub fn new(input: Scaled, state: Scaled) -> Self {
        Self { input: Product::new(input, STEPS), state: Product::new(state, STATE_STEPS) }
    }

    /// Reads symbols one after the other; hands over what the units say after each.
    pub fn read<'a>(
        &self,
        state: &mut State,
        inputs: impl Iterator<Item = &'a Factors>,
        mut said: impl FnMut(usize, &[f32x4]),
    ) {
        let State { units, factors } = state;
        let (mut of_input, mut of_state) = (self.input.room(), self.state.room());
        for (step, input) in inputs.enumerate() {
            self.input.times(input, &mut of_input);
            self.state.times(factors, &mut of_state);
            let count = units.len();
            let of_gate = |gate: usize| of_input.iter().zip(&of_state).skip(gate * count);
            let gates = of_gate(0).zip(of_gate(1)).zip(of_gate(2));
            let all = units.iter_mut().zip(factors.0.as_chunks_mut().0);
            for ((unit, [two, other_two]), ((forgets, keeps), new)) in all.zip(gates) {
                let new = tanh(*new.0 + sigmoid(*forgets.0 + *forgets.1) * *new.1);
                *unit = new + sigmoid(*keeps.0 + *keeps.1) * (*unit - new);
                let [a, b, c, d] = (*unit * STATE_STEPS).fast_trunc_int().to_array().map(|steps| steps as i16);
                (*two, *other_two) = (twice(a, b), twice(c, d));
            }
            said(step, units);
        }
    }
}

fn sigmoid(x: f32x4) -> f32x4 {
    tanh(x * 0.5) * 0.5 + 0.5
}

/// The hyperbolic tangent by its continued fraction: within 0.001 everywhere, and the same on every machine.
fn tanh(x: f32x4) -> f32x4 {
    let x = x.fast_max(f32x4::splat(-4.9)).fast_min(f32x4::splat(4.9));
    let square = x * x;
    let above = x * (square * (square * (square + 378.0) + 17_325.0) + 135_135.0);
    let below = square * (square * (square * 28.0 + 3_150.0) + 62_370.0) + 135_135.0;
    above / below
}

/// A matrix as it is stored: a scale and a bias a row, a byte a weight, column by column; of columns there is an even number.
pub struct Scaled<'a> {
    pub scales: Vec<f32>,
    pub bias: Vec<f32>,
    pub bytes: &'a [u8],
}

/// What the units say, and the same as the next products take it.
#[derive(Clone)]
pub struct State {
    units: Vec<f32x4>,
    factors: Factors,
}

impl State {
    /// That of so many units before anything is read.
    pub fn rest(units: usize) -> Self {
        Self { units: vec![f32x4::ZERO; units / LANES], factors: Factors(vec![i16x8::ZERO; units / 2]) }
    }
}

/// Numbers as products take them: each two, four times over.
#[derive(Clone)]
pub struct Factors(Vec<i16x8>);

impl Factors {
    /// What stands for a symbol.
    pub fn of_input(input: &[f32]) -> Self {
        let whole = |number: f32| (number * STEPS) as i16;
        Self(input.as_chunks().0.iter().map(|[even, odd]| twice(whole(*even), whole(*odd))).collect())
    }
}

fn twice(even: i16, odd: i16) -> i16x8 {
    i16x8::new([even, odd, even, odd, even, odd, even, odd])
}

/// A matrix by which numbers are multiplied, and a bias.
pub struct Product {
    /// For every [`HELD`] vectors of rows one after the other, for each two columns: the rows' two weights.
    weights: Vec<i16x8>,
    /// How many twos of columns there are.
    twos: usize,
    scales: Vec<f32x4>,
    bias: Vec<f32x4>,
}

impl Product {
    /// By numbers of so many steps to one.
    fn new(Scaled { scales, bias, bytes }: Scaled, steps: f32) -> Self {
        let rows = scales.len().next_multiple_of(LANES * HELD);
        let columns = bytes.len() / scales.len().max(1);
        let weight = |row: usize, column: usize| {
            let stored = (row < scales.len()).then(|| bytes.get(column * scales.len() + row));
            stored.flatten().map_or(0, |&byte| i16::from(byte as i8))
        };
        let twos = columns / 2;
        let mut weights = Vec::with_capacity(rows / LANES * twos);
        for held in (0..rows).step_by(LANES * HELD) {
            for two in 0..twos {
                for row in (held..held + LANES * HELD).step_by(LANES) {
                    weights.push(i16x8::new(std::array::from_fn(|at| weight(row + at / 2, 2 * two + at % 2))));
                }
            }
        }
        let vectors = |numbers: &[f32], by: f32| {
            (0..rows)
                .step_by(LANES)
                .map(|row| {
                    f32x4::new(std::array::from_fn(|lane| numbers.get(row + lane).map_or(0.0, |number| number * by)))
                })
                .collect()
        };
        Self { weights, twos, scales: vectors(&scales, 1.0 / steps), bias: vectors(&bias, 1.0) }
    }

    /// Room for a product.
    fn room(&self) -> Vec<f32x4> {
        vec![f32x4::ZERO; self.scales.len()]
    }

    fn times(&self, by: &Factors, product: &mut [f32x4]) {
        let blocks = self.weights.chunks_exact((self.twos * HELD).max(1)).zip(product.chunks_exact_mut(HELD));
        let rows = self.scales.chunks_exact(HELD).zip(self.bias.chunks_exact(HELD));
        for ((weights, product), (scales, bias)) in blocks.zip(rows) {
            let mut sums = [i32x4::ZERO; HELD];
            for (weights, by) in weights.as_chunks::<HELD>().0.iter().zip(&by.0) {
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum += weights.dot(*by);
                }
            }
            for (((product, sum), scale), bias) in product.iter_mut().zip(sums).zip(scales).zip(bias) {
                *product = f32x4::from_i32x4(sum) * *scale + *bias;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Factors, LANES, Product, STEPS, Scaled};

    #[test]
    fn a_product_is_that_of_the_stored_numbers_whatever_the_count_of_rows() {
        for (rows, columns) in [(3, 2), (32, 4), (40, 6)] {
            let bytes: Vec<u8> = (0..rows * columns).map(|at| (at * 37 % 256) as u8).collect();
            let scales: Vec<f32> = (0..rows).map(|row| 0.01 + row as f32 / 1000.0).collect();
            let bias: Vec<f32> = (0..rows).map(|row| row as f32 - 5.0).collect();
            let by: Vec<f32> = (0..columns).map(|column| column as f32 / 4.0 - 0.5).collect();
            let product = Product::new(Scaled { scales: scales.clone(), bias: bias.clone(), bytes: &bytes }, STEPS);
            let mut said = product.room();
            product.times(&Factors::of_input(&by), &mut said);
            for row in 0..rows {
                let weights = (0..columns).map(|column| f32::from(bytes[column * rows + row] as i8) * scales[row]);
                let wanted = bias[row] + weights.zip(&by).map(|(weight, by)| weight * by).sum::<f32>();
                let is = said[row / LANES].to_array()[row % LANES];
                assert!((is - wanted).abs() < 1e-3, "row {row} of {rows}: {is}, not {wanted}");
            }
        }
    }
}
