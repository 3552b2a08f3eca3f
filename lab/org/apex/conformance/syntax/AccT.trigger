trigger AccT on Account(
  before insert,
  before update,
  after insert,
  after update,
  before delete,
  after delete,
  after undelete
) {
  if (Trigger.isBefore && Trigger.isUpdate) {
    for (Account a : Trigger.new) {
      Account old = Trigger.oldMap.get(a.Id);
      if (a.Name != old.Name && a.Name == 'bad') {
        a.Name.addError('not bad');
        a.addError(Account.Description, 'worse');
      }
    }
  }
  if (Trigger.isAfter && Trigger.isInsert && Trigger.size > 0) {
    Set<Id> ids = Trigger.newMap.keySet();
    GlobTest.count += Trigger.new.size();
  }
  switch on Trigger.operationType {
    when BEFORE_DELETE {
      for (Account a : Trigger.old)
        if (a.Name == 'keep')
          a.addError('kept');
    }
    when AFTER_UNDELETE {
      GlobTest.count += 100;
    }
    when else {
    }
  }
}
