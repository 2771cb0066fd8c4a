//! One step of the engine with real files and a real network.

use crate::client::{Client, lock};
use congdoan_domain::Instant;
use congdoan_store::{Applied, Incoming, StoreError};
use congdoan_sync::{Outage, Status, Step, Taken, check};
use congdoan_wire::{PROTOCOL, SCHEMA, SyncRequest, SyncResponse};
use std::collections::BTreeSet;

/// The command budget is small beside it, so a stuck exchange shows soon.
const MOST_STEPS: usize = 500;

/// What fails on this device is no matter of the network, and a person can do something about it.
fn own_files(error: StoreError) -> Outage {
    match error {
        StoreError::Full => Outage::DiskFull,
        other => Outage::Files(other.to_string()),
    }
}

impl Client {
    /// The engine's clock. Not the wall's: on a PC that starts hours ahead and is then set right, everything due would
    /// lie hours away, and nothing would show it.
    pub(crate) fn steady(&self) -> Instant {
        Instant(self.ports.clock.steady().ms)
    }

    /// A time of the engine's on the device's clock as it stands now.
    pub(crate) fn on_the_wall(&self, steady: Instant) -> Instant {
        self.now().plus_ms(steady.0.saturating_sub(self.steady().0))
    }

    /// Does what is due now. Returns what is next.
    pub fn step(&self) -> Step {
        let now = self.steady();
        let next = lock(&self.engine).next(now);
        match next {
            Step::Wait { .. } => {}
            Step::OpenSession => {
                let _one = lock(&self.exchange);
                let opened = self.open_session();
                if let Err(outage) = &opened {
                    tracing::warn!(why = crate::status::word(outage), "no session");
                }
                let mut engine = lock(&self.engine);
                match opened {
                    Ok(()) => engine.session_opened(),
                    // A device that the server does not let in at all is the person's to see, not to retry at once.
                    Err(outage) => engine.failed(outage, self.steady(), self.ports.jitter()),
                }
                drop(engine);
                self.tell_status();
            }
            Step::Exchange => {
                let _one = lock(&self.exchange);
                lock(&self.engine).begun();
                if let Err(outage) = self.exchange() {
                    tracing::warn!(why = crate::status::word(&outage), "no exchange");
                    if outage == Outage::DeviceEnded {
                        *lock(&self.token) = None;
                    }
                    lock(&self.engine).failed(outage, self.steady(), self.ports.jitter());
                }
                self.tell_status();
            }
        }
        next
    }

    /// Syncs now and returns when it has settled or failed.
    pub fn sync_now(&self) -> Status {
        lock(&self.engine).wake(congdoan_sync::Wake::Person, self.steady(), 0);
        // After a failure the next step is to wait. Being offline is no reason to stop: it ends with the first exchange.
        for _ in 0..MOST_STEPS {
            if let Step::Wait { .. } = self.step() {
                break;
            }
        }
        lock(&self.engine).status().clone()
    }

    fn exchange(&self) -> Result<(), Outage> {
        let Some(token) = self.token() else {
            return Err(Outage::Session);
        };
        let (config, delivered) = {
            let engine = lock(&self.engine);
            (*engine.config(), engine.delivered().clone())
        };
        let outgoing = self
            .store
            .outgoing(&delivered, config.commands, config.command_bytes)
            .map_err(own_files)?;
        let request = SyncRequest {
            protocol: PROTOCOL,
            schema: SCHEMA,
            incarnation: outgoing.incarnation,
            commands: outgoing.commands,
            cursors: outgoing.cursors,
            waiting: outgoing.waiting,
            budget: config.budget,
        };
        let began = self.steady();
        let response: SyncResponse = self.call("/v1/sync", Some(&token), &request)?;
        self.learn_clock(response.server_time);
        let checked = check(&request, response).map_err(|fault| Outage::Fault(fault.to_string()))?;
        let incoming = Incoming {
            incarnation: checked.incarnation,
            fresh: checked.fresh,
            pages: &checked.pages,
            gone: &checked.gone,
            sums: &checked.sums,
            receipts: &checked.receipts,
            settled: checked.settled,
            server_time: checked.server_time,
        };
        let applied = self.store.apply(&incoming).map_err(own_files)?;
        self.let_in();
        if checked.settled && applied.repairs.is_empty() {
            self.settled_at(checked.server_time);
        }
        let taken = Taken::of(&request, &checked, &delivered, &applied.repairs);
        lock(&self.engine).applied(&taken, self.steady(), self.ports.jitter());
        let took_ms = self.steady().0 - began.0;
        lock(&self.usage).took(took_ms);
        tracing::info!(
            took_ms,
            sent = request.commands.len(),
            pages = checked.pages.len(),
            settled = checked.settled,
            repairs = applied.repairs.len(),
            "exchange"
        );
        self.tell(applied);
        Ok(())
    }

    fn tell(&self, applied: Applied) {
        let mut topics = applied.kinds;
        if !topics.is_empty() {
            topics.insert("*".to_owned());
        }
        topics.insert("sync".to_owned());
        self.notify(&topics);
    }

    fn tell_status(&self) {
        self.remember_ended();
        self.notify(&BTreeSet::from(["sync".to_owned()]));
    }
}
