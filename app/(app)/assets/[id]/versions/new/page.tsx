import type { Metadata } from 'next';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { RegisterForm } from '#components/versions/register-form.tsx';
import { pageAsset } from '#lib/assets/request.ts';

export const metadata: Metadata = { title: 'Register version' };

export default async function RegisterVersionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const asset = await pageAsset(id);
  return (
    <DetailBody>
      {asset.may.registerVersion ? (
        <DetailSection title="Register version">
          <RegisterForm assetId={id} />
        </DetailSection>
      ) : (
        <DeniedState size="part" action="register versions of this asset" whoCan="A lead of its team" />
      )}
    </DetailBody>
  );
}
