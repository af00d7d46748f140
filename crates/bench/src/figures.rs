//! What is measured: durations in order, and the one flat object of numbers at the end.

use std::time::Duration;

use serde_json::{Map, Number, Value};

/// Durations of one run.
#[derive(Default)]
pub struct Durations(Vec<Duration>);

impl Durations {
    /// Adds one.
    pub fn push(&mut self, duration: Duration) {
        self.0.push(duration);
    }

    /// Adds another run's.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The duration that this share of all did not exceed, in milliseconds.
    pub fn quantile_ms(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        let at = ((self.0.len() as f64 * share).ceil() as usize).clamp(1, self.0.len().max(1)) - 1;
        self.0.get(at).map_or(0.0, |duration| duration.as_secs_f64() * 1000.0)
    }
}

/// One flat object of numbers with stable names.
#[derive(Default)]
pub struct Figures(Map<String, Value>);

impl Figures {
    /// Puts a number under a name, rounded to three digits after the point.
    pub fn put(&mut self, name: impl Into<String>, number: f64) {
        let rounded = (number * 1000.0).round() / 1000.0;
        let value = Number::from_f64(rounded).map_or(Value::Null, Value::Number);
        self.0.insert(name.into(), value);
    }

    /// A number put before; zero when there is none.
    pub fn get(&self, name: &str) -> f64 {
        self.0.get(name).and_then(Value::as_f64).unwrap_or(0.0)
    }

    /// The whole object.
    pub fn into_json(self) -> Value {
        Value::Object(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_a_measured_duration() {
        let mut durations = Durations::default();
        for millisecond in 1..=100 {
            durations.push(Duration::from_millis(millisecond));
        }
        assert_eq!((durations.quantile_ms(0.5), durations.quantile_ms(0.99)), (50.0, 99.0));
    }
}
