/** Files, notes, feeds and topics. Object Reference v67, those pages: names, types and relationships as far as code and queries meet them. See `read.ts` for the notation. */
export const FILES = `
ContentVersion 068
  Checksum text255 =
  ContentDocumentId >ContentDocument ContentVersions cascade ~
  ContentLocation text255
  ContentModifiedById >User
  ContentModifiedDate dt
  ContentSize int =
  ContentUrl url
  Description area32000
  FileExtension text255 =
  FileType text255 =
  FirstPublishLocationId >Account,Contact,Lead,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Task,Event,EmailMessage,User,Solution,Quote,* ~
  IsAssetEnabled check
  IsLatest check =
  IsMajorVersion check
  Origin pick255(C*|H)
  OwnerId >User
  PathOnClient text255 !
  PublishStatus text255
  ReasonForChange text255
  SharingOption text255
  SharingPrivacy text255
  TextPreview text255
  Title text255 !
  VersionData b64
  VersionDataUrl url =
  VersionNumber text255 =
ContentDocument 069
  ArchivedById >User
  ArchivedDate date
  ContentModifiedDate dt
  ContentSize int =
  ContentSizeLong int
  Description area32000
  FileExtension text255 =
  FileType text255 =
  IsArchived check =
  IsInternalOnly check
  LastReferencedDate dt =
  LastViewedDate dt =
  LatestPublishedVersionId >ContentVersion =
  OwnerId >User
  ParentId >ContentWorkspace
  PublishStatus text255
  SharingOption text255
  SharingPrivacy text255
  Title text255
ContentDocumentLink 06A
  ContentDocumentId >ContentDocument ContentDocumentLinks cascade ! ~
  LinkedEntityId >Account,Contact,Lead,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Task,Event,EmailMessage,User,Solution,Quote,* ContentDocumentLinks cascade ! ~
  ShareType pick255(V|C|I)
  Visibility pick255(AllUsers|InternalUsers|SharedUsers)
Attachment 00P
  Body b64 !
  BodyLength int =
  ContentType text255
  Description area32000
  IsPrivate check
  Name text255 !
  OwnerId >User
  ParentId >Account,Contact,Lead,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Task,Event,EmailMessage,User,Solution,Quote,* Attachments cascade ! ~
Note 002
  Body area32000
  IsPrivate check
  OwnerId >User
  ParentId >Account,Contact,Lead,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Task,Event,EmailMessage,User,Solution,Quote,* Notes cascade !
  Title text80 !
Document 015
  AuthorId >User
  Body b64
  BodyLength int =
  ContentType text255
  Description area32000
  DeveloperName text255
  IsBodySearchable check
  IsInternalUseOnly check
  IsPublic check
  Keywords text255
  LastReferencedDate dt =
  LastViewedDate dt =
  Name text255 !
  NamespacePrefix text255
  Type text255
  Url url
Folder 00l setup
  AccessType text255
  DeveloperName text255
  IsReadonly check
  Name text255 !
  NamespacePrefix text255
  ParentId >Folder
  Type pick255(Document|Email|EmailTemplate|Report|Dashboard)
FeedItem 0D5
  BestCommentId >FeedComment
  Body area10000
  CommentCount int
  HasContent check
  HasFeedEntity check
  HasLink check
  HasVerifiedComment check
  InsertedById >User
  IsClosed check =
  IsRichText check
  LastEditById >User
  LastEditDate dt
  LikeCount int
  LinkUrl url
  ParentId >Account,Contact,Lead,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Task,Event,EmailMessage,User,Solution,Quote,* Feeds ! ~
  Revision int
  Status text255
  Title text255
  Type pick255(TextPost*|ContentPost|LinkPost)
  Visibility pick255(AllUsers*|InternalUsers)
FeedComment 0D7
  CommentBody area10000
  CommentType text255
  HasEntityLinks check
  InsertedById >User
  IsRichText check
  IsVerified check
  LastEditById >User
  LastEditDate dt
  ParentId >Account,Contact,Lead,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Task,Event,EmailMessage,User,Solution,Quote,*
  Revision int
  Status text255
  ThreadChildrenCount int
  ThreadLastUpdatedDate dt
  ThreadLevel int
  ThreadParentId >FeedComment
CollaborationGroup 0F9
  BannerPhotoUrl url
  CollaborationType pick255(Public|Private|Unlisted) !
  Description area32000
  FullPhotoUrl url
  GroupEmail mail
  HasPrivateFieldsAccess check
  InformationBody area32000
  InformationTitle text255
  IsArchived check =
  IsAutoArchiveDisabled check
  IsBroadcast check
  LastFeedModifiedDate dt
  LastReferencedDate dt =
  LastViewedDate dt =
  MediumPhotoUrl url
  MemberCount int
  Name text255 !
  OwnerId >User
  SmallPhotoUrl url
Topic 0TO
  Description area32000
  ManagedTopicType text255
  Name text255 !
  TalkingAbout int
TopicAssignment 0TA
  EntityId >Account,Contact,Lead,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Task,Event,EmailMessage,User,Solution,Quote,* TopicAssignments cascade ! ~
  EntityKeyPrefix text255
  EntityType text255
  TopicId >Topic TopicAssignments cascade ! ~
ContentWorkspace 058
  DefaultRecordTypeId >RecordType
  Description area32000
  DeveloperName text255
  IsRestrictContentTypes check
  IsRestrictLinkedContentTypes check
  LastWorkspaceActivityDate dt
  Name text255
  NamespacePrefix text255
  ShouldAddCreatorMembership check
  TagModel text255
  WorkspaceType text255
`;
