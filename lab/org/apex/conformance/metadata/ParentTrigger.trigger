trigger ParentTrigger on Parent__c(before insert, before update, after update) {
  if (Trigger.isAfter) {
    for (Parent__c p : Trigger.new) {
      MetaTest.fired.add('after ' + p.Total__c + ' was ' + Trigger.oldMap.get(p.Id).Total__c);
    }
  }
}
