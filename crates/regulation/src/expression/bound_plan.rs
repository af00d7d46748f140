//! A rule compiled for one day: its whole decision diagram laid out flat, and for each fact the
//! way from a value to its cell. Asking it is a walk from the root; nothing is allocated.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::diagram::{Id, NO, YES};
use super::eval::{Eval, Key};
use super::node::Node;
use super::settle::Settler;
use super::types::Domain;
use super::value::{Truth, Val};
use super::{World, facts_below};
use crate::fact::{FactName, Facts, Known};
use crate::package::Regulation;

/// Most nodes and joins of a compiled rule; one that needs more is asked as it is.
const ROOM: (usize, usize) = (4_000, 40_000);

/// Most steps of evaluation while a rule is compiled.
const STEPS: u32 = 100_000;

/// The cell of a variable: one of its cells, [`OPEN`] or [`NOWHERE`].
pub(super) type Cell = u16;

/// Not known yet.
pub(super) const OPEN: Cell = Cell::MAX;

/// A value that lies in no cell: of another type, or out of the bounds of its fact.
pub(super) const NOWHERE: Cell = Cell::MAX - 1;

/// A compiled rule.
#[derive(Debug)]
pub(super) struct Plan {
    readers: Vec<Reader>,
    /// Conditions that could not be divided, variables after those of the readers.
    opaque: Vec<Opaque>,
    branches: Vec<Branch>,
    children: Vec<Id>,
    root: Id,
}

/// A variable that looks at a fact.
#[derive(Debug)]
struct Reader {
    slot: usize,
    part: Part,
    cells: Cells,
    /// The cell of «absent».
    absent: Cell,
    /// By cell: is the answer settled when nothing but that is known?
    settles: Vec<bool>,
}

/// What of a fact a variable looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Value,
    Count,
    IsKnown,
}

/// From a value to its cell.
#[derive(Debug)]
enum Cells {
    YesNo,
    /// Codes of a choice, or texts that are named.
    Named {
        cells: BTreeMap<String, Cell>,
        other: Cell,
    },
    /// A whole number lies in the last cell that does not begin after it.
    Whole {
        from: Vec<Decimal>,
        min: Option<Decimal>,
        max: Option<Decimal>,
    },
    /// Bounds and the stretches between them take turns, from `first` on.
    Turns {
        values: Vec<Decimal>,
        first: usize,
        min: Option<Decimal>,
        max: Option<Decimal>,
    },
    /// A day lies in the last cell that does not begin after it.
    Days(Vec<Date>),
    /// Nothing looks at the value itself.
    Nothing,
}

/// A condition that is asked as it is.
#[derive(Debug)]
struct Opaque {
    node: Node,
    slots: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Branch {
    variable: u32,
    first: u32,
    cells: u32,
}

/// Room for walks, kept between them.
#[derive(Debug, Default)]
pub(super) struct Walk {
    waiting: Vec<Id>,
    /// By branch, the turn in which it was met.
    met: Vec<u32>,
    turn: u32,
}

impl Plan {
    /// Compiles a rule over these facts; `None` when that would cost too much.
    pub fn of(rule: &Node, regulation: &Regulation, today: Date, facts: &[&FactName]) -> Option<Self> {
        let nothing = Facts::default();
        let mut eval = Eval::new(World { regulation, facts: &nothing, today }, None);
        eval.most = STEPS;
        let mut settler = Settler::new(eval);
        settler.diagram.most = ROOM;
        let root = settler.whole(rule).ok()?;
        let slot = |name: &str| facts.iter().position(|fact| *fact == name);
        let mut readers = Vec::new();
        for (open, values) in settler.open.iter().zip(&settler.cells) {
            let (name, part) = match open.key {
                Key::Fact(name) => (name, Part::Value),
                Key::Count(name) => (name, Part::Count),
                Key::Known(name) => (name, Part::IsKnown),
            };
            let absent = Cell::try_from(values.len().checked_sub(1)?).ok().filter(|last| *last < NOWHERE)?;
            readers.push(Reader {
                slot: slot(name)?,
                part,
                cells: cells(&open.domain, &open.alike, values),
                absent,
                settles: Vec::new(),
            });
        }
        let mut opaque = Vec::new();
        for atom in &settler.atoms {
            let mut names = std::collections::BTreeSet::new();
            facts_below(atom.node, &mut names);
            names.extend(atom.open.iter().map(|place| match settler.open[*place].key {
                Key::Fact(name) | Key::Count(name) | Key::Known(name) => name.to_owned(),
            }));
            let slots = names.iter().map(|name| slot(name)).collect::<Option<Vec<usize>>>()?;
            opaque.push(Opaque { node: atom.node.clone(), slots });
        }
        let mut plan = Self { readers, opaque, branches: Vec::new(), children: Vec::new(), root: NO };
        plan.root = plan.lay(&settler, root, &mut BTreeMap::new());
        plan.forget_divided();
        plan.settle_alone();
        Some(plan)
    }

    /// Lays out what is below a node of the diagram; gives its new number.
    fn lay(&mut self, settler: &Settler<'_>, id: Id, laid: &mut BTreeMap<Id, Id>) -> Id {
        let Some((variable, children)) = settler.diagram.node(id) else { return id };
        if let Some(known) = laid.get(&id) {
            return *known;
        }
        let children: Vec<Id> = children.iter().map(|child| self.lay(settler, *child, laid)).collect();
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (first, cells) = (short(self.children.len()), short(children.len()));
        self.children.extend(children);
        self.branches.push(Branch { variable: short(*variable), first, cells });
        let new = short(self.branches.len() + 1);
        laid.insert(id, new);
        new
    }

    /// Only conditions that the diagram asks are asked.
    fn forget_divided(&mut self) {
        let open = self.readers.len();
        for (at, opaque) in self.opaque.iter_mut().enumerate() {
            let asked = self.branches.iter().any(|branch| branch.variable as usize == open + at);
            if !asked {
                *opaque = Opaque { node: Node::Absent, slots: Vec::new() };
            }
        }
        while self.opaque.last().is_some_and(|opaque| opaque.node == Node::Absent) {
            self.opaque.pop();
        }
    }

    /// Finds out once which cells settle the answer alone.
    fn settle_alone(&mut self) {
        let (mut state, mut walk) = (vec![OPEN; self.variables()], Walk::default());
        for variable in 0..self.readers.len() {
            let mut settles = Vec::new();
            for cell in 0..=self.readers[variable].absent {
                state[variable] = cell;
                settles.push(self.holds(&state, &mut walk).is_some());
            }
            state[variable] = OPEN;
            self.readers[variable].settles = settles;
        }
    }

    /// Is the answer settled by one fact of a state alone? `None` where that must be tried: several
    /// variables look at the fact, or a condition could not be divided.
    pub fn settled_alone(&self, slot: usize, state: &[Cell]) -> Option<bool> {
        let mut looking = self.readers.iter().zip(state).filter(|(reader, _)| reader.slot == slot);
        let (reader, cell) = looking.next().filter(|_| self.is_exact())?;
        let known = reader.settles.get(usize::from(*cell)).copied();
        if looking.next().is_some() { None } else { known }
    }

    /// Does the answer not depend on facts at all?
    pub fn is_settled(&self) -> bool {
        self.branch(self.root).is_none()
    }

    /// How many variables it has.
    pub fn variables(&self) -> usize {
        self.readers.len() + self.opaque.len()
    }

    /// Could all conditions be divided into cells? Then what a walk leaves open is open.
    pub fn is_exact(&self) -> bool {
        self.opaque.is_empty()
    }

    /// Puts what is known of a fact into its cells; false when a value lies nowhere.
    pub fn place(&self, slot: usize, known: Option<&Known>, state: &mut [Cell]) -> bool {
        let mut placed = true;
        for (reader, cell) in self.readers.iter().zip(state).filter(|(reader, _)| reader.slot == slot) {
            *cell = known.map_or(OPEN, |known| reader.cell(known));
            placed &= *cell != NOWHERE;
        }
        placed
    }

    /// Asks the conditions that could not be divided.
    pub fn ask(&self, world: World<'_>, state: &mut [Cell]) {
        for (opaque, cell) in self.opaque.iter().zip(&mut state[self.readers.len()..]) {
            *cell = match Eval::new(world, None).truth(&opaque.node) {
                Truth::Yes => 0,
                Truth::No => 1,
                Truth::Unknown => OPEN,
            };
        }
    }

    /// Puts a fact of a state into another state, or takes it out of that.
    pub fn put(&self, slot: usize, from: Option<&[Cell]>, into: &mut [Cell]) {
        for (variable, _) in self.readers.iter().enumerate().filter(|(_, reader)| reader.slot == slot) {
            into[variable] = from.map_or(OPEN, |from| from[variable]);
        }
    }

    /// A condition that could not be divided keeps its answer while all its facts are there.
    pub fn put_opaque(&self, is_there: impl Fn(usize) -> bool, from: &[Cell], into: &mut [Cell]) {
        for (at, opaque) in self.opaque.iter().enumerate() {
            let variable = self.readers.len() + at;
            into[variable] = if opaque.slots.iter().all(|slot| is_there(*slot)) { from[variable] } else { OPEN };
        }
    }

    /// Where a state leads; `None` when it is not settled.
    pub fn holds(&self, state: &[Cell], walk: &mut Walk) -> Option<bool> {
        let mut id = self.root;
        loop {
            let Some(branch) = self.branch(id) else { return Some(id == YES) };
            let cell = state[branch.variable as usize];
            if cell == OPEN {
                return self.spread(id, state, walk);
            }
            id = self.children[branch.first as usize + usize::from(cell)];
        }
    }

    /// The one leaf that everything below leads to, if it is one.
    fn spread(&self, from: Id, state: &[Cell], walk: &mut Walk) -> Option<bool> {
        walk.met.resize(self.branches.len(), 0);
        walk.turn = walk.turn.checked_add(1).unwrap_or_else(|| {
            walk.met.fill(0);
            1
        });
        walk.waiting.clear();
        walk.waiting.push(from);
        let mut leaf: Option<Id> = None;
        while let Some(id) = walk.waiting.pop() {
            let Some(branch) = self.branch(id) else {
                if leaf.is_some_and(|leaf| leaf != id) {
                    return None;
                }
                leaf = Some(id);
                continue;
            };
            let met = &mut walk.met[id as usize - 2];
            if *met == walk.turn {
                continue;
            }
            *met = walk.turn;
            let first = branch.first as usize;
            match state[branch.variable as usize] {
                OPEN => walk.waiting.extend(&self.children[first..first + branch.cells as usize]),
                cell => walk.waiting.push(self.children[first + usize::from(cell)]),
            }
        }
        leaf.map(|leaf| leaf == YES)
    }

    fn branch(&self, id: Id) -> Option<Branch> {
        // Leaves are not stored.
        id.checked_sub(2).and_then(|at| self.branches.get(at as usize)).copied()
    }
}

/// The way from values of a fact to its cells.
fn cells(domain: &Domain, alike: &BTreeMap<String, Vec<String>>, values: &[Val<'_>]) -> Cells {
    let numbered = || values.iter().enumerate().map(|(at, value)| (Cell::try_from(at).unwrap_or(NOWHERE), value));
    let numbers = || values.iter().filter_map(Val::number).collect::<Vec<Decimal>>();
    let named = || numbered().filter_map(|(at, value)| Some((value.text()?.to_owned(), at)));
    match domain {
        Domain::YesNo => Cells::YesNo,
        Domain::Choice(_) => {
            let mut cells: BTreeMap<String, Cell> = BTreeMap::new();
            for (code, cell) in named() {
                let all = alike.get(&code).cloned().unwrap_or_default();
                cells.extend(all.into_iter().chain([code]).map(|code| (code, cell)));
            }
            Cells::Named { cells, other: NOWHERE }
        }
        Domain::Text => {
            let mut cells: BTreeMap<String, Cell> = named().collect();
            let other =
                cells.iter().find(|(text, _)| text.starts_with('\u{1}')).map(|(text, cell)| (text.clone(), *cell));
            let other = other.map_or(NOWHERE, |(text, cell)| {
                cells.remove(&text);
                cell
            });
            Cells::Named { cells, other }
        }
        Domain::Number { whole: true, min, max } => Cells::Whole { from: numbers(), min: *min, max: *max },
        Domain::Number { whole: false, min, max } => {
            Cells::Turns { values: numbers(), first: usize::from(min.is_none()), min: *min, max: *max }
        }
        Domain::Date => Cells::Days(values.iter().filter_map(Val::date).collect()),
        Domain::Other => Cells::Nothing,
    }
}

impl Reader {
    fn cell(&self, known: &Known) -> Cell {
        let value = known.value.as_ref().map(Val::of);
        match (self.part, value) {
            (Part::IsKnown, _) => 0,
            (Part::Count, Some(Val::Records(records))) => self.cells.of(&Val::Number(records.len().into())),
            // A list that is known to be absent has no records.
            (Part::Count, _) => self.cells.of(&Val::Number(Decimal::ZERO)),
            (Part::Value, None) => self.absent,
            (Part::Value, Some(value)) => self.cells.of(&value),
        }
    }
}

impl Cells {
    fn of(&self, value: &Val<'_>) -> Cell {
        let at = match (self, value) {
            (Self::Nothing, _) => return OPEN,
            (Self::YesNo, Val::YesNo(yes)) => return Cell::from(!*yes),
            (Self::Named { cells, other }, Val::Text(text)) => {
                return cells.get(text.as_ref()).copied().unwrap_or(*other);
            }
            (Self::Days(days), Val::Date(day)) => days.partition_point(|from| from <= day).checked_sub(1),
            (Self::Whole { from, min, max }, Val::Number(number)) if within(number, *min, *max) => {
                let at = from.partition_point(|from| from <= number).saturating_sub(1);
                number.fract().is_zero().then_some(at)
            }
            (Self::Turns { values, first, min, max }, Val::Number(number)) if within(number, *min, *max) => {
                Some(turn(values, *first, number))
            }
            _ => None,
        };
        at.and_then(|at| Cell::try_from(at).ok()).unwrap_or(NOWHERE)
    }
}

fn within(number: &Decimal, min: Option<Decimal>, max: Option<Decimal>) -> bool {
    min.is_none_or(|min| *number >= min) && max.is_none_or(|max| *number <= max)
}

/// The cell of a number among bounds, which stand at `first` and every second place after it,
/// and the stretches beside them.
fn turn(values: &[Decimal], first: usize, number: &Decimal) -> usize {
    let after = values.partition_point(|value| value < number);
    let is_bound = |at: usize| at >= first && (at - first).is_multiple_of(2);
    match values.get(after) {
        Some(value) if value == number => after,
        // Between a bound and a stretch beside it: in the stretch.
        Some(_) if after > 0 && is_bound(after) => after - 1,
        Some(_) => after,
        None => after.saturating_sub(1),
    }
}
