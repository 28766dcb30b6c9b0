extension WorkingCalendar {
    /// Counts a term from an event, or towards it when the term is one before the event.
    ///
    /// - The day of the event does not count; the term ends at 24:00 of its last day. Hours and minutes run from the
    ///   event itself, through nights and holidays. (民法典 articles 201 and 203)
    /// - Months and years end on the corresponding day, or on the last of the month. (民法典 article 202)
    /// - Working days leave out days of rest and count make-up working days.
    /// - A last day that is a day of rest gives way only when the term says so (``Term/lastDayRestMoves``).
    /// - A suspension stops the clock: the day it begins does not count any more, the day it ends counts again.
    ///   Terms before an event are not suspended.
    /// - An extension counts on from the end of what came before it.
    public func deadline(
        from start: Instant, term: Term, basis: Deadline.Basis? = nil, suspensions: [Deadline.Suspension] = [],
        extensions: [Deadline.Extension] = []
    ) -> Deadline {
        var counting = Counting(calendar: self, start: start, term: term, basis: basis, suspensions: suspensions)
        counting.count(term, fromInstant: start, fromDay: start.day)
        for granted in extensions { counting.extend(by: granted) }
        return counting.deadline
    }

    /// A last day that someone set directly, such as the day named when a task was handed over.
    ///
    /// - Parameter setBy: Who or what set it, in words: 交办时指定.
    public func deadline(
        from start: Instant, on day: Day, setBy: String, basis: Deadline.Basis? = nil,
        suspensions: [Deadline.Suspension] = [], extensions: [Deadline.Extension] = []
    ) -> Deadline {
        let term = Term.days(min(max(0, start.day.distance(to: day)), Term.largestAmount))
        var deadline = deadline(
            from: start, term: term, basis: basis, suspensions: suspensions, extensions: extensions)
        deadline.setBy = setBy
        return deadline
    }
}

extension Deadline {
    /// The deadline with its clock stopped. Nothing changes when it stands still already.
    public func suspended(at instant: Instant, reason: String) -> Deadline {
        guard !isSuspended else { return self }
        var suspended = self
        suspended.suspensions.append(Suspension(from: instant, reason: reason))
        return suspended
    }

    /// The deadline with its clock running again and the end moved by the time it stood still.
    public func resumed(at instant: Instant, in calendar: WorkingCalendar) -> Deadline {
        let closed = suspensions.map { suspension in
            guard suspension.to == nil else { return suspension }
            return Suspension(
                from: suspension.from, to: max(instant, suspension.from), reason: suspension.reason)
        }
        return recounted(suspensions: closed, extensions: extensions, in: calendar)
    }

    /// The deadline with a further term after its end.
    public func extended(by term: Term, reason: String, in calendar: WorkingCalendar) -> Deadline {
        recounted(suspensions: suspensions, extensions: extensions + [Extension(term, reason: reason)], in: calendar)
    }

    /// The deadline with a later last day. A day that is not later changes nothing.
    public func extended(to day: Day, reason: String, in calendar: WorkingCalendar) -> Deadline {
        let days = dueOn.distance(to: day)
        guard (1...Term.largestAmount).contains(days) else { return self }
        return extended(by: .days(days), reason: reason, in: calendar)
    }

    private func recounted(
        suspensions: [Suspension], extensions: [Extension], in calendar: WorkingCalendar
    ) -> Deadline {
        var deadline = calendar.deadline(
            from: start, term: term, basis: basis, suspensions: suspensions, extensions: extensions)
        deadline.setBy = setBy
        return deadline
    }
}
